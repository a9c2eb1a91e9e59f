import { defineConfig } from "vitest/config";

/** Minutes each, with the real Terraform: `npm run test:rehearsal`. */
export const REHEARSALS = ["test/rehearsal/**/*.test.ts", "src/**/*.terraform.test.ts"];

/** Folders whose tests change nothing that another would see: their modules are loaded once for all of them. */
const PURE =
  "{access,actions,cli,config,constructs,cost,graph,guardrails,lib,recovery,report,runbooks,stacks}";
const PURE_TESTS = [`src/${PURE}/**/*.test.ts`, "src/sandbox/{overlays,refusals}/**/*.test.ts"];

export default defineConfig({
  test: {
    globalSetup: ["test/setup/temporaryFiles.ts"],
    // Two cores: more workers only make tests with real processes slower.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: "pure", include: PURE_TESTS, exclude: REHEARSALS, isolate: false },
      },
      {
        extends: true,
        test: {
          name: "apart",
          include: ["src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...REHEARSALS, ...PURE_TESTS],
        },
      },
    ],
  },
});

import { defineConfig } from "vitest/config";

/** Minutes each, with the real Terraform: `npm run test:rehearsal`. */
export const REHEARSALS = ["test/rehearsal/**/*.test.ts", "src/**/*.terraform.test.ts"];

export default defineConfig({
  test: {
    globalSetup: ["test/setup/temporaryFiles.ts"],
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: REHEARSALS,
    // Two cores: more workers only make tests with real processes slower.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

import { defineConfig } from "vitest/config";
import { REHEARSALS } from "./vitest.config.ts";

export default defineConfig({
  test: {
    globalSetup: ["test/setup/temporaryFiles.ts"],
    include: REHEARSALS,
    // They share two cores and wait by the clock: one after the other.
    fileParallelism: false,
    testTimeout: 2_400_000,
    hookTimeout: 120_000,
  },
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // Each engine test waits for processes of its own most of the time, so a core for each file is well used.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/{providers,fleet,policies}/**/*.test.ts"],
          testTimeout: 20_000,
          // Most of the time went into loading the same modules for each file; no file changes what another one sees.
          isolate: false,
        },
      },
      {
        test: {
          name: "emulators",
          include: ["test/{emulators,cli}/**/*.test.ts"],
          testTimeout: 30_000,
          isolate: false,
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/{contract,lives,e2e,engine}/**/*.test.ts"],
          globalSetup: "test/harness/global-setup.ts",
          // What runs side by side in one file mostly waits: for retries after injected failures.
          maxConcurrency: 16,
          testTimeout: 240_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/{providers,fleet,policies,emulators,engine,cli}/**/*.test.ts"],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/{contract,lives,e2e}/**/*.test.ts"],
          globalSetup: "test/harness/global-setup.ts",
          testTimeout: 240_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

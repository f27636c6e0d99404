import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/{providers,fleet,policies}/**/*.test.ts"],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "emulators",
          include: ["test/{emulators,cli}/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/{contract,lives,e2e,engine}/**/*.test.ts"],
          globalSetup: "test/harness/global-setup.ts",
          testTimeout: 240_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});

import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Limits of time are for what hangs: they are far above what the slowest test takes on a machine that is busy with other
// things. Property tests are bounded by their runs, commands of the engine by what they are seen to do.
const MINUTE_MS = 60_000;

// Inherited by whatever the tests start: an engine's run starts several Nodes, and each compiles all of Pulumi's SDK.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("node_modules/.cache/compiled", import.meta.url));

/** Of each project what takes longest: begun last, it would keep one core busy while the others have nothing left to do. */
const LONGEST = [
  "sigkill",
  "lives",
  "host-faults",
  "bad-input",
  "request-budget",
  "example-portfolio",
  "undeclared",
  "rotate",
  "clock",
  "preview",
  "example-fleet",
  "shown-once",
  "demo",
  "laws",
  "fields",
  "canonical",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Among the tests of single functions, those with a server or processes of their own. */
const TALKING = [
  "policies/pack",
  ...["http/learned-limits", "http/transport", "host/engine-watch", "host/sdk"].map((name) => `providers/${name}`),
].map((name) => `test/${name}.test.ts`);

/** Projects of one group share the workers. */
const AFTER_UNIT = { groupOrder: 1 };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // An engine test waits for processes of its own much of the time: three files keep two cores busy.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "test/{components,examples,fleet,policies,harness,soak}/**/*.test.ts",
            "test/providers/{*.test.ts,{contract,host,http}/**/*.test.ts}",
          ],
          exclude: TALKING,
          execArgv: [
            // What property tests make up is garbage at once: with more room for what is young less of it is copied first.
            "--max-semi-space-size=64",
            // As a program starts: without the half of Pulumi's SDK that none of these asks for.
            ...["--import", fileURLToPath(new URL("engine/language-host/register.ts", import.meta.url))],
          ],
          testTimeout: 5 * MINUTE_MS,
          hookTimeout: 5 * MINUTE_MS,
          // They wait for nothing, and come first, by themselves.
          maxWorkers: availableParallelism(),
          // Most of the time went into loading the same modules for each file; no file changes what another one sees.
          isolate: false,
        },
      },
      {
        test: {
          // What holds of the files of this repository; some of it is asked of TypeScript's compiler.
          name: "repository",
          sequence: AFTER_UNIT,
          include: ["test/*.test.ts", "test/generate/**/*.test.ts"],
          testTimeout: 5 * MINUTE_MS,
          hookTimeout: 5 * MINUTE_MS,
          isolate: false,
        },
      },
      {
        test: {
          // What the emulators do, and what talks to a server without an engine.
          name: "emulators",
          sequence: AFTER_UNIT,
          include: [
            "test/{emulators,cli}/**/*.test.ts",
            "test/providers/{workos,openai,refresh}/**/*.test.ts",
            ...TALKING,
          ],
          testTimeout: 10 * MINUTE_MS,
          hookTimeout: 5 * MINUTE_MS,
          isolate: false,
        },
      },
      {
        test: {
          name: "engine",
          sequence: AFTER_UNIT,
          include: ["test/{contract,resources,engine}/**/*.test.ts"],
          globalSetup: "test/harness/global-setup.ts",
          isolate: false,
          // What runs side by side in one file mostly waits: for retries after injected failures.
          maxConcurrency: 16,
          testTimeout: 20 * MINUTE_MS,
          hookTimeout: 10 * MINUTE_MS,
        },
      },
      {
        test: {
          name: "e2e",
          sequence: AFTER_UNIT,
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: "test/harness/global-setup.ts",
          isolate: false,
          // Each of these runs an engine, which is at work most of the time.
          maxConcurrency: availableParallelism(),
          testTimeout: 20 * MINUTE_MS,
          hookTimeout: 10 * MINUTE_MS,
        },
      },
    ],
  },
});

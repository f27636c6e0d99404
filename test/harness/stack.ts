import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type EngineEvent, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation/index.js";
import { type Emulators, startEmulators } from "../../emulators/index.ts";
import { withoutEngineLog } from "./engine-log.ts";

/** Below the repository's node_modules, so that a stack's folder resolves `tenantry` as a user's does. */
const SCRATCH = fileURLToPath(new URL("../../node_modules/.cache/tenantry-test/", import.meta.url));

/** What the engine did, or would do, to one resource. */
export interface Operation {
  /** `create`, `update`, `same`, `delete`, `replace`, `refresh`, … as the engine calls it. */
  readonly op: string;
  readonly urn: string;
}

/** What a run did, and what it could not do. */
export interface Outcome {
  readonly operations: readonly Operation[];
  /** What the engine said went wrong with a resource. */
  readonly failures: readonly { readonly urn: string; readonly message: string }[];
  /** Why the run as a whole failed. */
  readonly error?: unknown;
}

/** A real stack on the real engine, with both vendors' emulators to itself. */
export interface TestStack {
  readonly emulators: Emulators;
  readonly stack: Stack;
  /** Set for the next runs; an entry that is undefined is removed. */
  env(values: Record<string, string | undefined>): void;
  /** `pulumi up --refresh`. */
  up(): Promise<Operation[]>;
  /** `pulumi preview`, without a refresh. */
  preview(): Promise<Operation[]>;
  destroy(): Promise<Operation[]>;
  /** The same, but a resource that fails stops no other, and whatever happens is the outcome. */
  attempt(run: "up" | "preview" | "destroy"): Promise<Outcome>;
  /** Removes resources from state without telling the engine why, as a lost checkpoint would. */
  forget(urns: readonly string[]): Promise<void>;
  /** The resources as they stand in the backend's file, secrets encrypted. */
  stored(): {
    urn: string;
    id?: string;
    custom?: boolean;
    delete?: boolean;
    outputs?: Readonly<Record<string, unknown>>;
  }[];
  close(): Promise<void>;
}

export async function createTestStack(name: string, program: () => Promise<void>): Promise<TestStack> {
  mkdirSync(SCRATCH, { recursive: true });
  const workDir = mkdtempSync(join(SCRATCH, `${name}-`));
  withoutEngineLog(join(workDir, "home"));
  const emulators = await startEmulators();
  const stack = await LocalWorkspace.createStack(
    { stackName: "test", projectName: name, program },
    {
      workDir,
      pulumiHome: join(workDir, "home"),
      envVars: {
        PULUMI_BACKEND_URL: `file://${workDir}`,
        PULUMI_CONFIG_PASSPHRASE: "test",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        TENANTRY_STATE_DIR: join(workDir, "proofs"),
        XDG_CACHE_HOME: join(workDir, "cache"),
        WORKOS_API_KEY: emulators.workos.apiKey,
        WORKOS_BASE_URL: emulators.workos.url,
        OPENAI_ADMIN_KEY: emulators.openai.adminApiKey,
        OPENAI_BASE_URL: emulators.openai.url,
        OPENAI_ORG_ID: emulators.openai.organizationId,
      },
    },
  );

  // After each run it would ask for outputs and history: three commands of the engine for what no test reads.
  stack.outputs = async () => ({});
  stack.info = async () => undefined;

  const recorded = async (
    run: (options: { onEvent: (event: EngineEvent) => void }) => Promise<unknown>,
  ): Promise<Operation[]> => {
    const operations: Operation[] = [];
    await run({
      onEvent: ({ resourcePreEvent }) => {
        if (resourcePreEvent) operations.push({ op: resourcePreEvent.metadata.op, urn: resourcePreEvent.metadata.urn });
      },
    });
    return operations;
  };

  return {
    emulators,
    stack,
    env(values) {
      for (const [variable, value] of Object.entries(values)) {
        if (value === undefined) delete stack.workspace.envVars[variable];
        else stack.workspace.envVars[variable] = value;
      }
    },
    up: () => recorded((options) => stack.up({ ...options, refresh: true })),
    preview: () => recorded((options) => stack.preview(options)),
    destroy: () => recorded((options) => stack.destroy(options)),
    async attempt(run) {
      const operations: Operation[] = [];
      const failures: { urn: string; message: string }[] = [];
      const onEvent = ({ resourcePreEvent, diagnosticEvent }: EngineEvent) => {
        if (resourcePreEvent) operations.push(resourcePreEvent.metadata);
        if (diagnosticEvent?.severity === "error" && diagnosticEvent.urn)
          failures.push({ urn: diagnosticEvent.urn, message: diagnosticEvent.message });
      };
      try {
        if (run === "up") await stack.up({ onEvent, refresh: true, continueOnError: true });
        if (run === "preview") await stack.preview({ onEvent });
        if (run === "destroy") await stack.destroy({ onEvent, continueOnError: true });
        return { operations, failures };
      } catch (error) {
        return { operations, failures, error };
      }
    },
    async forget(urns) {
      const state = await stack.exportStack();
      const resources = state.deployment.resources as { urn: string }[];
      state.deployment.resources = resources.filter(({ urn }) => !urns.includes(urn));
      await stack.importStack(state);
    },
    stored() {
      const file = join(workDir, ".pulumi", "stacks", name, "test.json");
      return JSON.parse(readFileSync(file, "utf8")).checkpoint.latest?.resources ?? [];
    },
    async close() {
      await emulators.close();
      rmSync(workDir, { recursive: true, force: true });
    },
  };
}

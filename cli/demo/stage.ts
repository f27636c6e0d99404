import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type EngineEvent, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation/index.js";
import { type Emulators, startEmulators } from "../../emulators/index.ts";
import { type Engine, findEngine } from "../../engine/index.ts";

/** The package's own folder: the nearest one above that has a package.json, whether this file is compiled or not. */
const ROOT = fileURLToPath(new URL(import.meta.url.includes("/dist/") ? "../../../" : "../../", import.meta.url));

/** What one run of the engine reported. */
export interface Run {
  readonly succeeded: boolean;
  /** Operations by resource, without `same` and without the engine's own resources. */
  readonly operations: readonly { readonly op: string; readonly type: string; readonly name: string }[];
  /** The properties that refresh found changed, by resource name. */
  readonly drift: ReadonlyMap<string, readonly string[]>;
  readonly violations: readonly { readonly policy: string; readonly message: string }[];
  /** The messages of the engine and the providers. */
  readonly messages: readonly string[];
}

/** A fleet of its own in a scratch folder, both emulators, and a stack on a local backend. */
export interface Stage {
  readonly engine: Engine;
  readonly emulators: Emulators;
  /** The fleet's folder; its files may be edited. */
  readonly fleet: string;
  preview(options?: { policies?: boolean; refresh?: boolean }): Promise<Run>;
  up(options?: { policies?: boolean; refresh?: boolean }): Promise<Run>;
  destroy(): Promise<Run>;
  /** Requests since the last call, and how many of them were writes. */
  requests(): { total: number; writes: number };
  close(): Promise<void>;
}

export async function openStage(progress: (line: string) => void): Promise<Stage> {
  const engine = await findEngine({ progress });
  process.env.PATH = `${engine.bin}${delimiter}${process.env.PATH ?? ""}`;

  const folder = mkdtempSync(join(tmpdir(), "tenantry-demo-"));
  const fleet = join(folder, "fleet");
  cpSync(join(ROOT, "examples", "fleet"), fleet, {
    recursive: true,
    filter: (source) => !source.includes(join("fleet", "node_modules")),
  });
  // At most two people of a tenant go in one run. In the example it would make every resource's state longer.
  appendFileSync(join(fleet, "fleet.yaml"), "\ndeletionBudget: { membersPerTenant: 2 }\n");
  writeFileSync(
    join(fleet, "Pulumi.yaml"),
    "name: tenantry-demo\nruntime: { name: nodejs, options: { typescript: false, nodeargs: --import=tenantry/register --max-semi-space-size=8 } }\n",
  );
  // As `npm install tenantry` would do.
  const sdk = dirname(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));
  mkdirSync(join(folder, "node_modules", "@pulumi"), { recursive: true });
  symlinkSync(ROOT, join(folder, "node_modules", "tenantry"), "junction");
  symlinkSync(sdk, join(folder, "node_modules", "@pulumi", "pulumi"), "junction");

  const emulators = await startEmulators();
  const stack = await LocalWorkspace.createStack(
    { stackName: "demo", workDir: fleet },
    {
      pulumiHome: join(folder, "home"),
      envVars: {
        PULUMI_BACKEND_URL: `file://${folder}`,
        PULUMI_CONFIG_PASSPHRASE: "demo",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_SKIP_CHECKPOINTS: "true",
        TENANTRY_STATE_DIR: join(folder, "state"),
        WORKOS_API_KEY: emulators.workos.apiKey,
        WORKOS_BASE_URL: emulators.workos.url,
        OPENAI_ADMIN_KEY: emulators.openai.adminApiKey,
        OPENAI_BASE_URL: emulators.openai.url,
        OPENAI_ORG_ID: "", // Whatever this shell has, the local organization is another one.
      },
    },
  );
  const withPolicies = (wanted = false) => (wanted ? { policyPacks: [join(ROOT, "policies")] } : {});

  return {
    engine,
    emulators,
    fleet,
    preview: ({ policies, refresh = false } = {}) =>
      watched((watch) => stack.preview({ ...watch, ...withPolicies(policies), refresh })),
    up: ({ policies, refresh = false } = {}) =>
      watched((watch) => stack.up({ ...watch, ...withPolicies(policies), refresh })),
    destroy: () => watched((watch) => stack.destroy(watch)),
    requests() {
      const { workos, openai } = emulators;
      const counted = {
        total: workos.requests.total + openai.requests.total,
        writes: workos.requests.writes + openai.requests.writes,
      };
      workos.requests.reset();
      openai.requests.reset();
      return counted;
    },
    async close() {
      await emulators.close();
      rmSync(dirname(fleet), { recursive: true, force: true });
    },
  };
}

type Watch = NonNullable<Parameters<Stack["preview"]>[0]>;

/** Runs the engine and collects its events. A failed run does not throw: its messages say what failed. */
async function watched(run: (watch: Pick<Watch, "onEvent">) => Promise<unknown>): Promise<Run> {
  const operations: { op: string; type: string; name: string }[] = [];
  const drift = new Map<string, readonly string[]>();
  const violations: { policy: string; message: string }[] = [];
  const messages: string[] = [];
  const onEvent = (event: EngineEvent): void => {
    const step = event.resourcePreEvent?.metadata ?? event.resOutputsEvent?.metadata;
    const name = step?.urn.split("::").at(-1) ?? "";
    const type = step?.type.split("/").at(-1) ?? "";
    if (
      event.resourcePreEvent &&
      step &&
      step.op !== "same" &&
      step.op !== "refresh" &&
      /^(workos|openai|tenantry):/.test(type)
    ) {
      operations.push({ op: step.op, type, name });
    }
    if (event.resOutputsEvent && step && String(step.op) === "refresh") {
      // A changed list is reported item by item, as `permissions[0]`.
      const properties = Object.keys(step.detailedDiff ?? {}).map((path) => path.replace(/[[.].*/, ""));
      const changed = step.new ? [...new Set(properties)] : ["removed"];
      if (changed.length > 0) drift.set(name, changed);
    }
    const { policyEvent, diagnosticEvent } = event;
    if (policyEvent) violations.push({ policy: policyEvent.policyName, message: plain(policyEvent.message) });
    if (diagnosticEvent && SHOWN.has(diagnosticEvent.severity)) messages.push(plain(diagnosticEvent.message));
  };
  let succeeded = true;
  try {
    await run({ onEvent });
  } catch (error) {
    succeeded = false;
    if (messages.length === 0 && violations.length === 0) messages.push(String(error));
  }
  return { succeeded, operations, drift, violations, messages };
}

/** Leaves out the engine's debug messages. */
const SHOWN: ReadonlySet<string> = new Set(["info", "info#err", "warning", "error"]);

/** The engine's text without its colour marks. */
const plain = (text: string): string => text.replace(/<\{%[^%]*%\}>/g, "").trim();

/** `node test/cli/preview/record.ts` writes the event streams beside it anew, as the real engine gives them for the fleet in here. */
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { eventsIn, type StepState } from "../../../cli/preview/engine-events.ts";
import { findEngine } from "../../../engine/index.ts";
import { createFleetFolder } from "../../e2e/fleet-folder.ts";
import { afterwards, before } from "./fleet-before-and-after.ts";

const engine = await findEngine();
process.env.PATH = `${engine.bin}${delimiter}${process.env.PATH ?? ""}`;

/** Without what nobody reads: state is long. */
const stateOf = ({ id, protect, inputs, outputs }: StepState) => ({
  id,
  protect,
  inputs: withoutProvider(inputs),
  outputs: withoutProvider(outputs),
});
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

const withoutProvider = (all: object = {}) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => name !== "__provider"));

const folder = await createFleetFolder("record", before);
const preview = async (name: string, ...args: string[]) => {
  const log = join(folder.path, "events");
  const { output } = await folder.pulumi(["preview", "--event-log", log, ...args], { PULUMI_DEBUG_COMMANDS: "true" });
  console.log(output.split("\n").slice(-12).join("\n"));
  const lines = eventsIn(readFileSync(log, "utf8")).flatMap((event) => {
    const { policyEvent, diagnosticEvent, summaryEvent } = event;
    const [kind, step] = event.resourcePreEvent
      ? (["resourcePreEvent", event.resourcePreEvent.metadata] as const)
      : (["resOutputsEvent", event.resOutputsEvent?.metadata] as const);
    if (step === undefined) return policyEvent || diagnosticEvent || summaryEvent ? [event] : [];
    if ((step.op === "refresh") !== (kind === "resOutputsEvent")) return []; // Only a refresh is of interest when it has ended.
    const { op, urn, type, keys, diffs } = step;
    const states = op === "same" ? {} : { old: step.old && stateOf(step.old), new: step.new && stateOf(step.new) };
    return [{ [kind]: { metadata: { op, urn, type, keys, diffs, ...states } } }];
  });
  // The engine names the folder of the policy pack.
  const texts = lines.map((line) => `${JSON.stringify(line).replaceAll(ROOT, "")}\n`);
  writeFileSync(join(import.meta.dirname, `${name}.jsonl`), texts.join(""));
};

try {
  await preview("first");
  const { code, output } = await folder.pulumi(["up", "--yes", "--skip-preview"]);
  if (code !== 0) throw new Error(output);
  for (const [file, text] of Object.entries(afterwards)) {
    if (text === null) folder.remove(file);
    else folder.write(file, text);
  }
  const dana = folder.emulators.workos.as("dana");
  const { organizations } = (await dana.get("/_emulator/dump")) as {
    organizations: { id: string; external_id: string }[];
  };
  const acme = organizations.find(({ external_id }) => external_id === "acme");
  await dana.patch(`/authorization/organizations/${acme?.id}/roles/org-engineer`, { name: "Boss" });
  await preview("changes", "--refresh", "--policy-pack", join(import.meta.dirname, "../../../policies"));
} finally {
  await folder.close();
}

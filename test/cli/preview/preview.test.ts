import { expect, test } from "vitest";
import type { EngineEvent } from "../../../cli/preview/engine-events.ts";
import { type Change, previewOf } from "../../../cli/preview/preview.ts";
import { plain } from "../../../cli/preview/said.ts";
import { noSources } from "../../../cli/preview/sources.ts";
import { recorded, sources, typeOf } from "./recorded.ts";

const previewed = (events: readonly EngineEvent[]) => previewOf(events, { typeOf, sources });
const line = ({ tenant, danger, text, source }: Change) =>
  `${danger ?? ""} ${tenant}: ${plain(text)}${source ? ` @${source.file}:${source.line}` : ""}`.trim();

const changes = previewed(recorded("changes"));

test("what is harmful comes first, in an order, with the lines that say so", () => {
  expect(changes.dangers.map(line)).toEqual([
    "deletes acme: member bob@acme.example is removed. Removing it revokes the invitation, or deletes the membership; refused for people whom a directory manages",
    "deletes acme: role org-temp is removed: refused while members or groups hold it, with who they are",
    "deletes initech: organization is removed, with the 1 object in it: waits where WorkOS deletes later",
    "deletes initech: project is removed, with the 2 objects in it. Removing it archives, which OpenAI cannot undo",
    "protection umbrella: organization is protected no more: a later run may delete it @tenants/umbrella.yaml:null",
    "protection umbrella: status active → offboarding @tenants/umbrella.yaml:4",
    "privilege acme: members: ana@acme.example is privileged now @tenants/acme.yaml:10",
    "privilege acme: service account runner: role member → owner @tenants/acme.yaml:16",
    "key acme: service account key runner/main gets a new value (2026-12); the old one ends in this run @tenants/acme.yaml:16",
  ]);
});

test("a change of a plan is told once, with how many customers it reaches", () => {
  expect(
    changes.shared.map(({ text, plan, tenants, danger, source }) => [
      plain(text),
      plan,
      tenants,
      danger,
      source?.file,
      source?.line,
    ]),
  ).toEqual([
    [
      "audit log retention: 365 → 30 days, and what is older is lost",
      "business",
      ["acme", "globex", "hooli", "umbrella"],
      "shrinks",
      "fleet.yaml",
      8,
    ],
    ["session lifetime 1440 → 480 minutes", "business", ["acme", "globex", "hooli", "umbrella"], null, "fleet.yaml", 7],
  ]);
});

test("the rest is told by customer, a new one as a whole", () => {
  expect(changes.tenants.flatMap(({ changes }) => changes.map(line))).toEqual([
    "acme: spend limit: monthly 500 → 800 USD @tenants/acme.yaml:13",
    "acme: member ana@acme.example: roles org-engineer → org-admin @tenants/acme.yaml:10",
    "acme: domain acme-labs.example is added @tenants/acme.yaml:5",
    "acme: role org-engineer: name Boss → Engineer @tenants/acme.yaml:7",
    "acme: role org-engineer: permissions pipelines:run added @tenants/acme.yaml:7",
    "stark: is a new customer, plan business @tenants/stark.yaml:null",
    "stark: audit log retention: 30 days @tenants/stark.yaml:null",
    "stark: 2 members: pepper@stark.example, tony@stark.example @tenants/stark.yaml:null",
    "stark: organization: name stark Ltd @tenants/stark.yaml:null",
  ]);
  expect(changes.counts).toEqual({ added: 6, changed: 9, removed: 8, replaced: 0, unchanged: 9 });
});

test("drift, what a policy asks, and what is to be done afterwards are told", () => {
  expect(changes.drift.map(line)).toEqual(["acme: role org-engineer: name Engineer → Boss"]);
  expect(changes.policies).toEqual([
    expect.objectContaining({
      policy: "openai-service-account-not-owner",
      mandatory: true,
      tenant: "acme",
      message: expect.stringContaining("set role to member in tenants/acme.yaml"),
    }),
  ]);
  expect(changes.afterwards.map(line)).toEqual([
    expect.stringContaining("service account key runner/main/2026-12: its value is among the outputs"),
    expect.stringContaining("domain acme-labs.example: its DNS record is known after `up`"),
  ]);
  expect(changes.problems.map(({ severity, message }) => [severity, message])).toEqual([
    ["warning", expect.stringContaining("nothing is protected any more")],
  ]);
  expect(changes.result).toBe("refused");
});

test("a first run passes, and is told by customer", () => {
  const first = previewed(recorded("first"));
  expect(first.result).toBe("passed");
  expect(first.tenants.map(({ tenant }) => tenant)).toEqual([
    "acme",
    "catalogue",
    "globex",
    "hooli",
    "initech",
    "umbrella",
  ]);
  expect(first.dangers.map(line)).toEqual(["privilege acme: members: ana@acme.example"].slice(1));
});

test("the order of events changes nothing, and what is done does", () => {
  const events = recorded("changes");
  expect(previewed(events.toReversed())).toEqual(changes);
  const without = events.filter(({ resourcePreEvent }) => !resourcePreEvent?.metadata.urn.includes("spend-limit"));
  expect(previewed(without).digest).not.toBe(changes.digest);
});

test("a stream that ends before its summary, or with an error, is a failure, whatever a policy said", () => {
  const events = recorded("first");
  expect(previewed(events.slice(0, -1)).result).toBe("failed");
  const error: EngineEvent = { diagnosticEvent: { severity: "error", message: "no permission" } };
  expect(previewed([...recorded("changes"), error]).result).toBe("failed");
});

test("without files everything is told without lines, and shared by what is said", () => {
  const { shared } = previewOf(recorded("changes"), { typeOf, sources: noSources });
  expect(shared.map(({ tenants, source, plan }) => [tenants.length, source, plan])).toEqual([
    [4, null, null],
    [4, null, null],
  ]);
});

import { expect, test } from "vitest";
import { refusals } from "./refusals.ts";
import { catalogueOf, declared, fleetProblems, fleetYaml } from "./sources.ts";

const ALL = "[workos.OrganizationSync, workos.EnvironmentSync, openai.ProjectSync, openai.OrganizationSync]";
const project = "openai: { project: {} }\n";
const syncs = (more: string, refresh: string) =>
  declared(more, `${fleetYaml}refresh: ${refresh}\n`).resources.filter(({ type }) => type.endsWith("Sync"));

test("without a word there is no sync", () => {
  const all = [...syncs(project, "{}"), ...syncs(project, "{ eventWindowDays: 7 }"), ...declared(project).resources];
  expect(all.filter(({ type }) => type.endsWith("Sync"))).toEqual([]);
  expect(catalogueOf("refresh: {}\n")).toEqual([]);
});

test("a tenant has one of its organization, and one of its project if it has that; settings go to whom they are for", () => {
  const refresh = `{ syncs: ${ALL}, eventWindowDays: 7, tombstoneDays: 20, maxPages: 3, skipEvents: [event_1], openaiEveryHours: 0 }`;
  const ofWorkos = { eventWindowDays: 7, tombstoneDays: 20, maxPages: 3, skipEvents: ["event_1"] };
  expect(syncs(project, refresh)).toEqual([
    {
      type: "workos:OrganizationSync",
      resourceName: "acme/workos-organization-sync",
      inputs: ofWorkos,
      refs: { organizationId: { output: "id", of: "acme/workos-organization" } },
    },
    {
      type: "openai:ProjectSync",
      resourceName: "acme/openai-project-sync",
      inputs: { everyHours: 0 },
      refs: { projectId: { output: "id", of: "acme/openai-project" } },
    },
  ]);
  expect(syncs("", refresh).map(({ type }) => type)).toEqual(["workos:OrganizationSync"]);
  const ofAll = catalogueOf(`refresh: ${refresh}\n`);
  expect(ofAll).toEqual([
    { type: "workos:EnvironmentSync", resourceName: "catalogue/workos-environment-sync", inputs: ofWorkos },
    { type: "openai:OrganizationSync", resourceName: "catalogue/openai-organization-sync", inputs: { everyHours: 0 } },
  ]);
  expect([...syncs(project, refresh), ...ofAll].flatMap(refusals)).toEqual([]);
});

test("what cannot be is refused where it stands", () => {
  const refused = (refresh: string) => fleetProblems(`${fleetYaml}refresh: ${refresh}\n`);
  expect(refused("{ tombstoneDays: 20 }")).toEqual([
    "8:27: refresh.tombstoneDays: must be at least eventWindowDays, 30: an event could bring back what was deleted",
  ]);
  expect(refused("{ eventWindowDays: 91, tombstoneDays: 100, maxPages: 0, openaiEveryHours: 169 }")).toHaveLength(3);
  expect(refused("{ syncs: [workos.Sync], mode: incremental }")).toEqual([
    expect.stringMatching(/refresh\.syncs\[0\]: "workos.Sync" is not one of workos.OrganizationSync, /),
    expect.stringMatching(/refresh\.mode: unknown field/),
  ]);
});

import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OrganizationSync as OpenaiSync, Project, ProjectSync } from "../../providers/openai/index.ts";
import { EnvironmentSync, Organization, OrganizationRole, OrganizationSync } from "../../providers/workos/index.ts";
import { createTestStack, type TestStack } from "../harness/stack.ts";

/** What the engine makes of resources that are at no vendor, whose outputs move by themselves. */
let stack: TestStack;
let maxPages = 100;
let seen: readonly string[] = [];

const dana = () => stack.emulators.workos.as("dana@ourcompany.example");
const writes = () => stack.emulators.workos.requests.writes + stack.emulators.openai.requests.writes;
// biome-ignore lint/suspicious/noExplicitAny: outputs are read as policies read them
const sync = (type = "workos:OrganizationSync"): any =>
  stack.stored().find(({ urn }) => urn.includes(`:dynamic/${type}::`));

/** What a refresh that may find no change says of each sync: the engine's word, and the outputs that it was shown with. */
async function refreshed(options: { readonly previewOnly?: true } = {}) {
  const shown: { op: string; urn: string; roles?: unknown }[] = [];
  const onEvent = ({ resOutputsEvent }: EngineEvent) => {
    const { op, urn, new: now } = resOutputsEvent?.metadata ?? {};
    if (op && urn?.includes("Sync::")) shown.push({ op, urn, roles: now?.outputs?.roles });
  };
  await stack.stack.refresh({ onEvent, expectNoChanges: true, ...options });
  return shown;
}

beforeAll(async () => {
  stack = await createTestStack("syncs", async () => {
    const organization = new Organization("acme", { name: "Acme", externalId: "acme" });
    new OrganizationRole("role", { organizationId: organization.id, slug: "org-auditor", name: "Auditor" });
    const project = new Project("project", { name: "acme" });
    const acme = new OrganizationSync("acme-sync", { organizationId: organization.id, maxPages });
    new EnvironmentSync("environment-sync", {});
    new ProjectSync("project-sync", { projectId: project.id });
    new OpenaiSync("openai-sync", {});
    acme.roles.apply((roles) => {
      seen = roles.map(({ slug }) => slug);
    });
  });
  await stack.up();
});
afterAll(() => stack?.close());

test("an update makes them without a write of their own, and the next one leaves them", async () => {
  expect(writes()).toBe(3); // The organization, its role, the project.
  expect(sync().outputs).toMatchObject({
    organization: { name: "Acme" },
    feed: { listedBecause: "there was no cursor" },
  });
  expect(sync("openai:ProjectSync").outputs.project).toMatchObject({ name: "acme" });
  expect(sync().outputs.__account).toMatch(/^role_/);
  expect((await stack.preview()).filter(({ op }) => op !== "same")).toEqual([]);
});

test("E28: a preview keeps no cursor; one that moves, and rows that do, are no change to a gate; a program sees the rows", async () => {
  await dana().post(`/authorization/organizations/${sync().id}/roles`, { slug: "org-theirs", name: "Theirs" });
  const [before, sent] = [sync(), writes()];
  const foreseen = await refreshed({ previewOnly: true });
  expect(sync()).toEqual(before);
  expect(writes()).toBe(sent);
  expect(foreseen.map(({ op }) => op)).toEqual(["same", "same", "same", "same"]);
  const here = foreseen.find(({ urn }) => urn.includes("workos:OrganizationSync"));
  expect(here?.roles).toMatchObject([
    { slug: "org-auditor" },
    { slug: "org-theirs", event: expect.stringMatching(/^event_/) },
  ]);

  expect((await refreshed()).map(({ op }) => op)).toEqual(["same", "same", "same", "same"]);
  expect(sync().outputs.roles.map(({ slug }: { slug: string }) => slug)).toEqual(["org-auditor", "org-theirs"]);
  expect(sync().outputs.feed.base).toBe(before.outputs.feed.cursor);
  expect(sync().outputs.feed.cursor).not.toBe(before.outputs.feed.cursor);
});

test("another setting is an update that asks nothing, and a program reads what a refresh saw", async () => {
  maxPages = 7;
  const sent = writes();
  const operations = await stack.up();
  expect(operations.filter(({ op }) => !["same", "refresh"].includes(op)).map(({ op }) => op)).toEqual(["update"]);
  expect(sync().outputs.maxPages).toBe(7);
  expect(seen).toEqual(["org-auditor", "org-theirs"]);
  expect(writes()).toBe(sent);
});

test("they go without a write, and what they knew stays at the vendor", async () => {
  const sent = writes();
  await stack.destroy();
  // The role and the organization are deleted, the project is archived.
  expect(writes() - sent).toBe(3);
});

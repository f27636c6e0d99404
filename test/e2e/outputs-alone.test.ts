import { afterAll, beforeAll, expect, test } from "vitest";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";

/** What the engine makes of outputs that are not as they are in state, where all inputs are. See docs/adr/0014. */
const program = `import { Invitation, Organization, OrganizationApiKey } from "tenantry/workos";

const { id: organizationId } = new Organization("acme", { name: "Acme", externalId: "acme" });
new Invitation("ana", { organizationId, email: "ana@acme.example" });
new OrganizationApiKey("key", { organizationId, name: "main" });
`;

let folder: FleetFolder;
const dana = () => folder.emulators.workos.as("dana@ourcompany.example");
const oneOf = async (path: string) => (await dana().get(path)).data.at(-1).id;
const refreshed = (...args: string[]) => folder.pulumi(["preview", "--refresh", "--expect-no-changes", ...args]);

beforeAll(async () => {
  folder = await createFleetFolder("outputs-alone", { "index.js": program });
  const { code, output } = await folder.pulumi(["up", "--skip-preview", "--yes"]);
  expect(code, output).toBe(0);
});
afterAll(() => folder?.close());

test("an accepted invitation is no change, and is shown to whoever asks for the difference", async () => {
  await dana().post(`/user_management/invitations/${await oneOf("/user_management/invitations")}/accept`, {});
  const plain = await refreshed();
  expect(plain.code, plain.output).toBe(0);
  expect(plain.output).toContain("4 unchanged");
  const { output } = await refreshed("--diff");
  expect(output).toMatch(/state +: "pending" => "accepted"/);
  expect(output).toMatch(/\+ acceptedAt +: "2/);
  expect((await folder.pulumi(["refresh", "--yes", "--skip-preview", "--expect-no-changes"])).code).toBe(0);
});

test("that a key is used shows nowhere: it would every day", async () => {
  const organizationId = await oneOf("/organizations?search=Acme");
  const key = await oneOf(`/organizations/${organizationId}/api_keys`);
  await dana().patch(`/_emulator/api_keys/${key}`, { last_used_at: "2026-03-01T12:00:00.000Z" });
  const { code, output } = await refreshed("--diff");
  expect(code, output).toBe(0);
  expect(output).not.toContain("OrganizationApiKey");
});

test("state from before there were such outputs is no change, and the next refresh fills it in", async () => {
  const since = (name: string, value: unknown) => (["createdAt", "acceptedAt"].includes(name) ? undefined : value);
  folder.write(".pulumi/stacks/fleet/test.json", JSON.stringify(JSON.parse(folder.storedState(), since)));
  for (const preview of [() => folder.pulumi(["preview", "--expect-no-changes"]), refreshed]) {
    const { code, output } = await preview();
    expect(code, output).toBe(0);
    expect(output).toContain("4 unchanged");
  }
  expect(folder.storedState()).not.toContain("createdAt");
  const { code, output } = await folder.pulumi(["up", "--refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
  expect(code, output).toBe(0);
  expect(folder.storedState().match(/"createdAt":/g)).toHaveLength(3);
});

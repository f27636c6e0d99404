import { expect, test } from "vitest";
import { startWorkos } from "../../../emulators/index.ts";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

const list = async (path: string) => (await workos.get(`${path}${path.includes("?") ? "&" : "?"}order=asc`)).body.data;
const testOrganization = async () => (await list("/organizations"))[0];

test("there is the Test Organization, which no program has claimed, with a verified domain", async () => {
  expect(await list("/organizations")).toMatchObject([
    { name: "Test Organization", external_id: null, domains: [{ domain: "example.com", state: "verified" }] },
  ]);
});

test("it has a connection that is in use, and one that is not", async () => {
  const { id } = await testOrganization();
  const connections = await list(`/connections?organization_id=${id}`);
  expect(
    connections.map((one: { connection_type: string; state: string }) => [one.connection_type, one.state]),
  ).toEqual([
    ["TestIdp", "active"],
    ["OktaSAML", "inactive"],
  ]);
});

test("its directory has users, one of them no longer active, and groups", async () => {
  const { id } = await testOrganization();
  const [directory] = await list(`/directories?organization_id=${id}`);
  expect(directory).toMatchObject({ state: "linked", metadata: { users: { active: 2, inactive: 1 }, groups: 2 } });
  const people = await list(`/directory_users?directory=${directory.id}`);
  expect(people.map(({ groups }: { groups: { name: string }[] }) => groups.map(({ name }) => name))).toEqual([
    ["Everyone", "Admins"],
    ["Everyone"],
    [],
  ]);
});

test("some users are members, one is not any more, one is a guest, and the directory decides about two", async () => {
  const { id } = await testOrganization();
  expect(await list("/user_management/users")).toHaveLength(4);
  const members = await list(
    `/user_management/organization_memberships?organization_id=${id}&statuses=active,inactive,pending`,
  );
  expect(
    members.map((one: { user: { email: string }; status: string; directory_managed: boolean }) => [
      one.user.email,
      one.status,
      one.directory_managed,
    ]),
  ).toEqual([
    ["ada@example.com", "active", true],
    ["leo@example.com", "inactive", true],
    ["max@example.com", "active", false],
  ]);
});

test("there are permissions that cannot be changed, a role, and feature flags", async () => {
  const [permission] = await list("/authorization/permissions");
  expect(permission.system).toBe(true);
  expect((await workos.delete(`/authorization/permissions/${permission.slug}`)).status).toBe(403);
  expect((await list("/authorization/roles")).map(({ slug }: { slug: string }) => slug)).toEqual(["member"]);
  expect(await list("/feature-flags")).toHaveLength(2);
});

test("nothing of it was asked for, and no event tells of it", async () => {
  expect(workos.emulator.requests.log).toEqual([]);
  expect(await workos.eventTypes()).toEqual([]);
});

test("the same objects have the same ids in every environment, and again after a reset", async () => {
  const ids = async (emulator = workos.emulator) => {
    const { organizations, users, memberships, directoryUsers } = (await (
      await fetch(`${emulator.origin}/_emulator/dump`)
    ).json()) as Record<string, { id: string }[]>;
    return [organizations, users, memberships, directoryUsers].flat().map((one) => one?.id);
  };
  const first = await ids();
  const { id } = await testOrganization();
  await workos.delete(`/organizations/${id}`);
  workos.emulator.reset();
  expect(await ids()).toEqual(first);
  const other = await startWorkos();
  expect(await ids(other)).toEqual(first);
  await other.close();
});

test("a blank one has the role and the resource types alone", async () => {
  const emulator = await startWorkos({ blank: true });
  const dump = (await (await fetch(`${emulator.origin}/_emulator/dump`)).json()) as Record<string, unknown[]>;
  const held = Object.entries(dump).filter(([, records]) => records.length > 0);
  expect(held.map(([name]) => name)).toEqual(["roles", "resourceTypes"]);
  emulator.reset();
  expect((await emulator.as("test").get("/organizations")).data).toEqual([]);
  await emulator.close();
});

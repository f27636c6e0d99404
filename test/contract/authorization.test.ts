import { beforeAll, describe, expect, test } from "vitest";
import { providerLine } from "../resources/definition.ts";
import { somebody } from "../resources/home.ts";
import { member, organization, workspace, workspaceRole } from "../resources/homes.ts";
import { asStored, type Bag, type ProviderProcess } from "./provider-process.ts";
import { useProviders } from "./use-providers.ts";

/* Refusals of WorkOS about roles, permissions and resources, with the messages that users read; and the requests of a refresh. */

const here = useProviders();
let provider: ProviderProcess;

beforeAll(async () => {
  provider = await here.start();
});

const act = () => here.emulators.workos.as(somebody);

async function created(token: string, declared: Bag, within = provider): Promise<{ id: string; stored: Bag }> {
  const { inputs, failures } = await within.check({}, { ...declared, ...providerLine(token) });
  expect(failures).toEqual([]);
  const { id, properties } = await within.create(inputs);
  return { id, stored: asStored(properties) };
}

const messageOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "it succeeded",
    (error: Error) => error.message,
  );

/** Runs something in a new run, which has no memory of earlier ones. */
async function inNextRun<Result>(run: (next: ProviderProcess) => Promise<Result>): Promise<Result> {
  const next = await here.start();
  try {
    return await run(next);
  } finally {
    await next.close();
  }
}

describe("a role that somebody still has", () => {
  test("is not deleted, and the message names them and says what to do", async () => {
    const { organizationId } = await organization(act(), "held-role");
    const { organizationMembershipId } = await member(act(), { organizationId }, "ana@held-role.example");
    const role = await created("workos:OrganizationRole", { organizationId, slug: "org-held", name: "Held" });
    await act().put(`/user_management/organization_memberships/${organizationMembershipId}`, { role_slug: "org-held" });
    const message = await inNextRun((next) => messageOf(next.delete(role.id, role.stored)));
    expect(message).toContain("409 role_has_assignments");
    expect(message).toContain("give them another one first");
    expect(message).toContain("Held by ana@held-role.example");
  });

  test("through a group is not deleted either", async () => {
    const { organizationId } = await organization(act(), "mapped-role");
    const role = await created("workos:OrganizationRole", { organizationId, slug: "org-mapped", name: "Mapped" });
    const group = await created("workos:Group", { organizationId, name: "All" });
    const assignment = await created("workos:GroupRoleAssignment", { groupId: group.id, roleSlug: "org-mapped" });
    expect(await inNextRun((next) => messageOf(next.delete(role.id, role.stored)))).toMatch(
      /409 role_has_group_role_mappings.*take it from them first/,
    );
    await inNextRun((next) => next.delete(assignment.id, assignment.stored));
    expect(await inNextRun((next) => messageOf(next.delete(role.id, role.stored)))).toBe("it succeeded");
  });
});

test("a resource with something in it is not deleted, and the message names what", async () => {
  const { organizationId } = await organization(act(), "full");
  const { organizationMembershipId } = await member(act(), { organizationId }, "ana@full.example");
  const { roleSlug } = await workspaceRole(act(), "full");
  const place = { organizationId, resourceTypeSlug: "workspace", externalId: "full", name: "full" };
  const parent = await created("workos:AuthorizationResource", place);
  await created("workos:RoleAssignment", { organizationMembershipId, roleSlug, resourceId: parent.id });
  await created("workos:AuthorizationResource", { ...place, externalId: "shelf", parentResourceId: parent.id });
  const message = await inNextRun((next) => messageOf(next.delete(parent.id, parent.stored)));
  expect(message).toContain("409 resource_has_dependents");
  expect(message).toContain(`workspace "shelf" lies in it, ${organizationMembershipId} has full on it`);
  expect((await act().get(`/authorization/resources/${parent.id}`)).id).toBe(parent.id);
});

test("a permission of WorkOS itself is taken over as it is, not changed, and let go", async () => {
  const system = (await act().get("/authorization/permissions?limit=100")).data.find((row: Bag) => row.system);
  const declared = { slug: system.slug, name: system.name };
  const { id, stored } = await created("workos:Permission", declared);
  expect(stored.system).toBe(true);
  const renamed = { ...stored, name: "Ours" };
  expect(await messageOf(provider.diff(id, stored, renamed))).toContain("cannot be changed: it is a system permission");
  await inNextRun((next) => next.delete(id, stored));
  expect((await act().get("/authorization/permissions?limit=100")).data).toContainEqual(system);
});

test("the same role on nothing more than the organization is another assignment", async () => {
  const { organizationId } = await organization(act(), "nullable");
  const { id: groupId } = await created("workos:Group", { organizationId, name: "All" });
  const token = "workos:GroupRoleAssignment";
  const { id, stored } = await created(token, { groupId, roleSlug: "member" });
  const check = (declared: Bag) => provider.check(stored, { ...declared, ...providerLine(token) });
  const elsewhere = await check({ groupId, roleSlug: "member", resourceId: "authz_resource_1" });
  expect((await provider.diff(id, stored, elsewhere.inputs)).replaces).toEqual(["resourceId"]);
  const back = await check({ groupId, roleSlug: "member" });
  expect((await provider.diff(id, { ...stored, resourceId: "authz_resource_1" }, back.inputs)).replaces).toEqual([
    "resourceId",
  ]);
  expect((await provider.diff(id, stored, back.inputs)).replaces).toEqual([]);
});

test("a refresh lists once per organization, group and member, however much there is", async () => {
  const { organizationId } = await organization(act(), "many");
  const { organizationMembershipId } = await member(act(), { organizationId }, "ana@many.example");
  const { roleSlug } = await workspaceRole(act(), "many");
  const { resourceId } = await workspace(act(), { organizationId }, "many");
  const known: { id: string; stored: Bag }[] = [];
  const add = async (token: string, declared: Bag) => {
    const made = await created(token, declared);
    known.push(made);
    return made.id;
  };
  for (const name of ["A", "B", "C", "D", "E"]) {
    const groupId = await add("workos:Group", { organizationId, name });
    await add("workos:GroupMembership", { organizationId, groupId, organizationMembershipId });
    await add("workos:GroupRoleAssignment", { groupId, roleSlug: "member" });
    await add("workos:GroupRoleAssignment", { groupId, roleSlug, resourceId });
    await add("workos:AuthorizationResource", { organizationId, resourceTypeSlug: "project", externalId: name, name });
    await add("workos:EnvironmentRole", { slug: `many-${name.toLowerCase()}`, name, onDelete: "abandon" });
  }
  await add("workos:RoleAssignment", { organizationMembershipId, roleSlug, resourceId });

  await inNextRun(async (next) => {
    for (const { id, stored } of known) expect((await next.read(id, stored)).id).toBe(id);
    const counts = new Map<string, number>();
    for (const { method, route } of next.requests())
      counts.set(`${method} ${route}`, (counts.get(`${method} ${route}`) ?? 0) + 1);
    const groups = 5;
    expect(Object.fromEntries(counts)).toEqual({
      "GET /organizations/{id}/groups": 1,
      "GET /organizations/{id}/groups/{id}/organization-memberships": groups,
      "GET /authorization/groups/{id}/role_assignments": groups,
      "GET /authorization/organization_memberships/{id}/role_assignments": 1,
      // One of them proves the account.
      "GET /authorization/roles": 2,
      // An organization may have thousands of resources, so the first three are read one by one.
      "GET /authorization/resources/{id}": 3,
      "GET /authorization/resources": 1,
    });
  });
});

test("what lived in an organization that is gone is gone as well", async () => {
  const { organizationId } = await organization(act(), "lost");
  const { organizationMembershipId } = await member(act(), { organizationId }, "ana@lost.example");
  const { roleSlug } = await workspaceRole(act(), "lost");
  const { resourceId } = await workspace(act(), { organizationId }, "lost");
  const role = await created("workos:OrganizationRole", { organizationId, slug: "org-lost", name: "Lost" });
  const group = await created("workos:Group", { organizationId, name: "All" });
  const { id: groupId } = group;
  const all = [
    role,
    group,
    await created("workos:GroupMembership", { organizationId, groupId, organizationMembershipId }),
    await created("workos:GroupRoleAssignment", { groupId, roleSlug: "member" }),
    await created("workos:RoleAssignment", { organizationMembershipId, roleSlug, resourceId }),
    await created("workos:AuthorizationResource", {
      organizationId,
      resourceTypeSlug: "project",
      externalId: "lost",
      name: "Lost",
    }),
  ];
  await act().delete(`/organizations/${organizationId}`);
  await inNextRun(async (next) => {
    for (const { id, stored } of all) expect((await next.read(id, stored)).id).toBe("");
    for (const { id, stored } of all) await next.delete(id, stored);
  });
});

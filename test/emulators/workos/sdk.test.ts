import { WorkOS } from "@workos-inc/node";
import { describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

/** Every method that the vendor's SDK has for what the emulator serves, as an application calls it. */
const workos = useWorkos();

describe("organizations", () => {
  test("create, get, get by external id, update, list, delete", async () => {
    const { organizations } = workos.sdk;
    const created = await organizations.createOrganization({
      name: "Acme",
      externalId: "acme",
      metadata: { tier: "gold" },
      domainData: [{ domain: "acme.com", state: "verified" as never }],
    });
    expect(created).toMatchObject({
      name: "Acme",
      externalId: "acme",
      metadata: { tier: "gold" },
      domains: [{ domain: "acme.com", state: "verified" }],
    });
    expect(await organizations.getOrganization(created.id)).toEqual(created);
    expect(await organizations.getOrganizationByExternalId("acme")).toEqual(created);
    const updated = await organizations.updateOrganization({
      organization: created.id,
      name: "Acme Inc",
      stripeCustomerId: "cus_1",
    });
    expect(updated).toMatchObject({ name: "Acme Inc", stripeCustomerId: "cus_1", externalId: "acme" });
    await organizations.deleteOrganization(created.id);
    await expect(organizations.getOrganization(created.id)).rejects.toMatchObject({
      name: "NotFoundException",
      status: 404,
      requestID: expect.stringMatching(/^req_/),
    });
  });

  test("deleting works as well when WorkOS only accepts it", async () => {
    workos.emulator.switches.set({ organizationDeletionMs: 1000 });
    const { id } = await workos.sdk.organizations.createOrganization({ name: "Acme" });
    await workos.sdk.organizations.deleteOrganization(id);
    expect((await workos.sdk.organizations.getOrganization(id)).id).toBe(id);
  });

  test("listing filters by domain and pages by itself", async () => {
    const { organizations } = workos.sdk;
    for (let n = 0; n < 12; n++)
      await organizations.createOrganization({
        name: `Tenant ${n}`,
        domainData: [{ domain: `t${n}.example`, state: "pending" as never }],
      });
    const found = await organizations.listOrganizations({ domains: ["t1.example", "t2.example"] });
    expect(found.data.map(({ name }) => name)).toEqual(["Tenant 2", "Tenant 1"]);
    const all = await (await organizations.listOrganizations()).autoPagination();
    expect(all.filter(({ name }) => name.startsWith("Tenant"))).toHaveLength(12);
  });
});

test("organization domains: create, get, verify, delete", async () => {
  const { organizationDomains, organizations } = workos.sdk;
  const { id: organizationId } = await organizations.createOrganization({ name: "Acme" });
  const created = await organizationDomains.createOrganizationDomain({ organizationId, domain: "acme.com" });
  expect(created).toMatchObject({ organizationId, domain: "acme.com", state: "pending", verificationStrategy: "dns" });
  expect(await organizationDomains.getOrganizationDomain(created.id)).toEqual(created);
  expect((await organizationDomains.verifyOrganizationDomain(created.id)).state).toBe("pending");
  await expect(
    organizationDomains.createOrganizationDomain({ organizationId, domain: "acme.com" }),
  ).rejects.toMatchObject({
    name: "ConflictException",
    code: "domain_already_exists",
  });
  await organizationDomains.deleteOrganizationDomain(created.id);
  await expect(organizationDomains.getOrganizationDomain(created.id)).rejects.toMatchObject({ status: 404 });
});

describe("authorization", () => {
  test("permissions: create, get, update, list, delete", async () => {
    const { authorization } = workos.sdk;
    const created = await authorization.createPermission({ slug: "docs:read", name: "Read" });
    expect(created).toMatchObject({ slug: "docs:read", name: "Read", description: null, system: false });
    expect(await authorization.getPermission("docs:read")).toEqual(created);
    expect((await authorization.updatePermission("docs:read", { description: "Reads" })).description).toBe("Reads");
    const ours = async () => (await authorization.listPermissions()).data.filter(({ system }) => !system);
    expect(await ours()).toHaveLength(1);
    await expect(authorization.createPermission({ slug: "docs:read", name: "Read" })).rejects.toMatchObject({
      name: "ConflictException",
      code: "permission_slug_conflict",
    });
    await authorization.deletePermission("docs:read");
    expect(await ours()).toEqual([]);
  });

  test("environment roles: create, get, update, set and add permissions, list", async () => {
    const { authorization } = workos.sdk;
    for (const slug of ["docs:read", "docs:write"]) await authorization.createPermission({ slug, name: slug });
    const created = await authorization.createEnvironmentRole({ slug: "admin", name: "Admin" });
    expect(created).toMatchObject({ slug: "admin", type: "EnvironmentRole", permissions: [] });
    expect((await authorization.updateEnvironmentRole("admin", { name: "Boss" })).name).toBe("Boss");
    const set = await authorization.setEnvironmentRolePermissions("admin", { permissions: ["docs:read"] });
    expect(set.permissions).toEqual(["docs:read"]);
    const added = await authorization.addEnvironmentRolePermission("admin", { permissionSlug: "docs:write" });
    expect(added.permissions).toEqual(["docs:read", "docs:write"]);
    expect(await authorization.getEnvironmentRole("admin")).toEqual(added);
    expect((await authorization.listEnvironmentRoles()).data.map(({ slug }) => slug)).toEqual(["member", "admin"]);
  });

  test("organization roles: create, get, update, set, add and remove permissions, list, delete", async () => {
    const { authorization, organizations } = workos.sdk;
    for (const slug of ["docs:read", "docs:write"]) await authorization.createPermission({ slug, name: slug });
    const { id } = await organizations.createOrganization({ name: "Acme" });
    const created = await authorization.createOrganizationRole(id, { slug: "org-admin", name: "Admin" });
    expect(created).toMatchObject({ slug: "org-admin", type: "OrganizationRole", permissions: [] });
    expect((await authorization.updateOrganizationRole(id, "org-admin", { description: "All" })).description).toBe(
      "All",
    );
    await authorization.setOrganizationRolePermissions(id, "org-admin", { permissions: ["docs:read"] });
    await authorization.addOrganizationRolePermission(id, "org-admin", { permissionSlug: "docs:write" });
    await authorization.removeOrganizationRolePermission(id, "org-admin", { permissionSlug: "docs:read" });
    expect((await authorization.getOrganizationRole(id, "org-admin")).permissions).toEqual(["docs:write"]);
    expect((await authorization.listOrganizationRoles(id)).data.map(({ slug }) => slug)).toEqual([
      "member",
      "org-admin",
    ]);
    await authorization.deleteOrganizationRole(id, "org-admin");
    await expect(authorization.getOrganizationRole(id, "org-admin")).rejects.toMatchObject({ status: 404 });
  });
});

describe("user management", () => {
  test("users: create, get, get by external id, update, list, delete", async () => {
    const { userManagement } = workos.sdk;
    const created = await userManagement.createUser({
      email: "ann@acme.com",
      firstName: "Ann",
      externalId: "ann",
      metadata: { a: "1" },
    });
    expect(created).toMatchObject({ email: "ann@acme.com", firstName: "Ann", emailVerified: false, externalId: "ann" });
    expect(await userManagement.getUser(created.id)).toEqual(created);
    expect(await userManagement.getUserByExternalId("ann")).toEqual(created);
    expect((await userManagement.updateUser({ userId: created.id, lastName: "Lee" })).lastName).toBe("Lee");
    expect((await userManagement.listUsers({ email: "ann@acme.com" })).data).toHaveLength(1);
    await expect(userManagement.createUser({ email: "ann@acme.com" })).rejects.toMatchObject({
      name: "BadRequestException",
      code: "user_creation_error",
    });
    await userManagement.deleteUser(created.id);
    expect((await userManagement.listUsers({ email: "ann@acme.com" })).data).toEqual([]);
  });

  test("memberships: create, get, update, deactivate, reactivate, list, delete", async () => {
    const { userManagement, organizations, authorization } = workos.sdk;
    const { id: organizationId } = await organizations.createOrganization({ name: "Acme" });
    const { id: userId } = await userManagement.createUser({ email: "ann@acme.com" });
    await authorization.createEnvironmentRole({ slug: "admin", name: "Admin" });
    const created = await userManagement.createOrganizationMembership({ organizationId, userId });
    expect(created).toMatchObject({ status: "active", role: { slug: "member" }, organizationName: "Acme" });
    expect(await userManagement.getOrganizationMembership(created.id)).toEqual(created);
    expect((await userManagement.updateOrganizationMembership(created.id, { roleSlug: "admin" })).role).toEqual({
      slug: "admin",
    });
    expect((await userManagement.deactivateOrganizationMembership(created.id)).status).toBe("inactive");
    expect(
      (await userManagement.listOrganizationMemberships({ organizationId, statuses: ["inactive", "pending"] })).data,
    ).toHaveLength(1);
    expect((await userManagement.reactivateOrganizationMembership(created.id)).status).toBe("active");
    await userManagement.deleteOrganizationMembership(created.id);
    expect((await userManagement.listOrganizationMemberships({ userId })).data).toEqual([]);
  });

  test("invitations: send, get, find by token, list, resend, accept, revoke", async () => {
    const { userManagement, organizations } = workos.sdk;
    const { id: organizationId } = await organizations.createOrganization({ name: "Acme" });
    const sent = await userManagement.sendInvitation({
      email: "ann@acme.com",
      organizationId,
      expiresInDays: 3,
      roleSlug: "member",
    });
    expect(sent).toMatchObject({ state: "pending", organizationId, roleSlug: "member" });
    expect(await userManagement.getInvitation(sent.id)).toEqual(sent);
    expect(await userManagement.findInvitationByToken(sent.token)).toEqual(sent);
    expect((await userManagement.listInvitations({ organizationId })).data).toHaveLength(1);
    expect((await userManagement.resendInvitation(sent.id)).state).toBe("pending");
    expect((await userManagement.acceptInvitation(sent.id)).state).toBe("accepted");
    const second = await userManagement.sendInvitation({ email: "bob@acme.com", organizationId });
    expect((await userManagement.revokeInvitation(second.id)).state).toBe("revoked");
    await expect(userManagement.revokeInvitation(second.id)).rejects.toMatchObject({
      status: 400,
      code: "invite_not_pending",
    });
  });
});

test("events: list by type and organization, with a cursor and a range", async () => {
  const { events, organizations } = workos.sdk;
  const { id } = await organizations.createOrganization({ name: "Acme" });
  await organizations.updateOrganization({ organization: id, name: "Acme Inc" });
  await organizations.createOrganization({ name: "Other" });
  const types = ["organization.created", "organization.updated"] as const;
  const first = await events.listEvents({ events: [...types], limit: 2, order: "asc" });
  expect(first.data.map(({ event }) => event)).toEqual(["organization.created", "organization.updated"]);
  const rest = await events.listEvents({ events: [...types], order: "asc", after: first.listMetadata.after ?? "" });
  expect(rest.data).toHaveLength(1);
  expect((await events.listEvents({ events: [...types], organizationId: id })).data).toHaveLength(2);
  expect((await events.listEvents({ events: [...types], rangeStart: "2026-03-02T00:00:00Z" })).data).toEqual([]);
});

test("a wrong key is an UnauthorizedException", async () => {
  const { port } = workos.emulator;
  const stranger = new WorkOS({ apiKey: "sk_test_other", apiHostname: "127.0.0.1", port, https: false, maxRetries: 0 });
  await expect(stranger.organizations.listOrganizations()).rejects.toMatchObject({
    name: "UnauthorizedException",
    status: 401,
  });
});

test("the SDK's retries of a create make one organization, since they carry one idempotency key", async () => {
  const { apiKey, port, faults } = workos.emulator;
  faults.add({
    method: "POST",
    route: "/organizations",
    kind: "misreport",
    status: 503,
    headers: { "retry-after": "0" },
  });
  const patient = new WorkOS({ apiKey, apiHostname: "127.0.0.1", port, https: false, maxRetries: 2 });
  await patient.organizations.createOrganization({ name: "Acme" });
  expect((await workos.get("/organizations?search=acme")).body.data).toHaveLength(1);
  expect(workos.emulator.requests.count("POST /organizations")).toBe(2);
});

import * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startWorkos, type WorkosEmulator } from "../../../emulators/index.ts";
import {
  getConnection,
  getDirectory,
  getDirectorySummary,
  getEnvironment,
  getFeatureFlag,
  getMembership,
  getOrganization,
  getPermission,
  getRole,
  getUser,
  listApplicationClientSecrets,
  listConnections,
  listDirectories,
  listFeatureFlags,
  listInvitations,
  listMemberships,
  listOrganizationApiKeys,
  listOrganizations,
  listPermissions,
  listRoles,
  listUserApiKeys,
  listUsers,
  listWaitlistEntries,
  listWaitlists,
  UnansweredError,
} from "../../../providers/workos/lookups/index.ts";
import { portalLink, revokePortalLinks } from "../../../providers/workos/portal-link.ts";

let emulator: WorkosEmulator;
const dana = () => emulator.as("dana@ourcompany.example");
// biome-ignore lint/suspicious/noExplicitAny: what the vendor answers, as its documentation describes it
const make = (path: string, body: object): Promise<any> => dana().post(path, body);

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** A run of a program begins: what earlier runs were told is not known to it. */
const newRun = (preview = false) =>
  pulumi.runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) },
    "fleet",
    "prod",
    preview,
    "acme",
  );

/** How the question fails; that it does not is a failure of the test. */
async function refusal(question: Promise<unknown>): Promise<string> {
  const answer = await question.catch((error: unknown) => ({ error }));
  const { error } = answer as { error?: unknown };
  expect(error).toBeInstanceOf(UnansweredError);
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  return (error as UnansweredError).message;
}

beforeAll(async () => {
  emulator = await startWorkos({ blank: true });
  vi.stubEnv("WORKOS_API_KEY", emulator.apiKey);
  vi.stubEnv("WORKOS_BASE_URL", emulator.url);
});
beforeEach(async () => {
  emulator.reset();
  await newRun();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await emulator.close();
});

describe("an organization", () => {
  const organization = (name: string, domain: string) =>
    make("/organizations", {
      name,
      external_id: name.toLowerCase(),
      metadata: { plan: "pro" },
      domain_data: [{ domain, state: "verified" }],
    });

  test("is found by its id, by ours, and by a domain in any spelling", async () => {
    const acme = await organization("Acme", "acme.example");
    await organization("Bolt", "bolt.example");
    const found = {
      id: acme.id,
      name: "Acme",
      externalId: "acme",
      metadata: { plan: "pro" },
      domains: [{ domain: "acme.example", state: "verified" }],
    };
    expect(await getOrganization({ id: acme.id })).toEqual(found);
    expect(await getOrganization({ externalId: "acme" })).toEqual(found);
    expect(await getOrganization({ domain: " ACME.example" })).toEqual(found);
    expect((await listOrganizations()).map(({ name }) => name)).toEqual(["Acme", "Bolt"]);
    expect((await listOrganizations({ search: "bol" })).map(({ name }) => name)).toEqual(["Bolt"]);
  });

  test("that is not there is said to be none, with what was asked", async () => {
    expect(await refusal(getOrganization({ domain: "acme.example" }))).toBe(
      'getOrganization: WorkOS has no organization with domain "acme.example"',
    );
    expect(await refusal(getOrganization({ id: "org_1" }))).toBe(
      'getOrganization: WorkOS has no organization with id "org_1"',
    );
    expect(await refusal(getOrganization({ externalId: "a/b" }))).toBe(
      'getOrganization: WorkOS has no organization with externalId "a/b"',
    );
  });

  test("whose domain others have too is not guessed", async () => {
    const ids = [await organization("Acme", "acme.example"), await organization("Acme Two", "acme.example")].map(
      ({ id }) => id,
    );
    expect(await refusal(getOrganization({ domain: "acme.example" }))).toBe(
      `getOrganization: WorkOS has 2 organizations with domain "acme.example": ${ids.join(", ")}; say which one is meant`,
    );
  });

  test.each([
    [{}, "getOrganization: needs exactly one of id, externalId, domain; none was given"],
    [
      { id: "org_1", domain: "acme.example" },
      "getOrganization: needs exactly one of id, externalId, domain; id and domain were given",
    ],
    [{ slug: "acme" }, "getOrganization: there is no slug to ask by"],
    [{ id: " " }, "getOrganization: id: must not be empty"],
    [{ id: 7 }, "getOrganization: id: must be a text"],
    [
      { id: pulumi.output("org_1") },
      "getOrganization: id: is an output: ask inside its apply, where its value is known",
    ],
  ])("asked for by %o is refused before anything is sent", async (by, message) => {
    expect(await refusal(getOrganization(by as { id: string }))).toContain(message);
    expect(emulator.requests.total).toBe(0);
  });

  test("is found beyond the first page", async () => {
    for (let number = 0; number < 101; number++) await make("/organizations", { name: `Customer ${number}` });
    expect(await listOrganizations()).toHaveLength(101);
  });
});

describe("in one run", () => {
  test("the same question is sent once, however many ask at the same time, and other questions share its answer", async () => {
    const { id } = await make("/organizations", { name: "Acme" });
    const asked = [1, 2, 3].map(() => getConnection({ organizationId: id }).catch(() => "none"));
    expect(await Promise.all(asked)).toEqual(["none", "none", "none"]);
    await listConnections({ organizationId: id, state: "active" });
    expect(emulator.requests.counts()).toEqual({ "GET /connections": 1 });
  });

  test("what failed is asked again", async () => {
    const fault = emulator.faults.add({ method: "GET", route: "/feature-flags", kind: "answer", status: 403 });
    expect(await refusal(listFeatureFlags())).toMatch(/^listFeatureFlags: WorkOS GET \/feature-flags.*403/);
    fault.remove();
    expect(await listFeatureFlags()).toEqual([]);
  });

  test("an answer is not that of the run before", async () => {
    expect(await listOrganizations()).toEqual([]);
    await make("/organizations", { name: "Acme" });
    expect(await listOrganizations()).toEqual([]);
    await newRun();
    expect(await listOrganizations()).toHaveLength(1);
  });
});

test("a user is found by e-mail in any spelling, by id and by our id, with nothing personal but the address", async () => {
  const { id } = await make("/user_management/users", {
    email: "ana@acme.example",
    first_name: "Ana",
    external_id: "u-1",
    email_verified: true,
  });
  const found = {
    id,
    email: "ana@acme.example",
    emailVerified: true,
    externalId: "u-1",
    createdAt: expect.stringMatching(TIME),
    lastSignInAt: null,
  };
  expect(await getUser({ email: "Ana@Acme.example" })).toEqual(found);
  expect(await getUser({ id })).toEqual(found);
  expect(await getUser({ externalId: "u-1" })).toEqual(found);
  expect(await refusal(getUser({ email: "bo@acme.example" }))).toBe(
    'getUser: WorkOS has no user with email "bo@acme.example"',
  );
});

test("users are listed, of one organization or all, with when they signed in last", async () => {
  const { id: organizationId } = await make("/organizations", { name: "Acme" });
  const { id: user_id } = await make("/user_management/users", { email: "ana@acme.example" });
  await make("/user_management/users", { email: "bo@acme.example" });
  await make("/user_management/organization_memberships", { organization_id: organizationId, user_id });
  await dana().patch(`/_emulator/users/${user_id}`, { last_sign_in_at: "2026-03-01T12:00:00.000Z" });
  expect(await listUsers({ organizationId })).toEqual([
    expect.objectContaining({ id: user_id, lastSignInAt: "2026-03-01T12:00:00.000Z" }),
  ]);
  expect((await listUsers()).map(({ email, lastSignInAt }) => [email, lastSignInAt])).toEqual([
    ["ana@acme.example", "2026-03-01T12:00:00.000Z"],
    ["bo@acme.example", null],
  ]);
});

test("keys are listed with when they were used last, and without their values; a user's apart from an organization's", async () => {
  const { id: organizationId } = await make("/organizations", { name: "Acme" });
  const { id: other } = await make("/organizations", { name: "Bolt" });
  for (const slug of ["b:read", "a:read"]) await make("/authorization/permissions", { slug, name: slug });
  const { id: userId } = await make("/user_management/users", { email: "ana@acme.example" });
  const members = "/user_management/organization_memberships";
  for (const organization_id of [organizationId, other]) await make(members, { organization_id, user_id: userId });
  const ofOrganization = await make(`/organizations/${organizationId}/api_keys`, {
    name: "main",
    permissions: ["b:read", "a:read"],
    expires_at: "2035-01-01T00:00:00.000Z",
  });
  const keys = `/user_management/users/${userId}/api_keys`;
  const ofUser = await make(keys, { name: "laptop", organization_id: organizationId });
  await make(keys, { name: "elsewhere", organization_id: other });
  await dana().patch(`/_emulator/api_keys/${ofUser.id}`, { last_used_at: "2026-03-01T12:00:00.000Z" });

  const found = await listOrganizationApiKeys({ organizationId });
  expect(found).toEqual([
    {
      id: ofOrganization.id,
      organizationId,
      name: "main",
      obfuscatedValue: `sk_...${ofOrganization.value.slice(-4)}`,
      permissions: ["a:read", "b:read"],
      createdAt: expect.stringMatching(TIME),
      expiresAt: "2035-01-01T00:00:00.000Z",
      lastUsedAt: null,
    },
  ]);
  const theirs = await listUserApiKeys({ userId, organizationId });
  expect(theirs).toEqual([
    {
      id: ofUser.id,
      organizationId,
      name: "laptop",
      obfuscatedValue: `sk_...${ofUser.value.slice(-4)}`,
      permissions: [],
      createdAt: expect.stringMatching(TIME),
      expiresAt: null,
      lastUsedAt: "2026-03-01T12:00:00.000Z",
    },
  ]);
  expect((await listUserApiKeys({ userId })).map(({ name }) => name)).toEqual(["laptop", "elsewhere"]);
  expect(await refusal(listUserApiKeys({ userId: "user_1" }))).toMatch(/^listUserApiKeys: WorkOS GET .*404/);
  expect(await refusal(listUserApiKeys({ organizationId } as never))).toContain("userId: must be a text");
});

test("the secrets of an application are listed with when they were used last", async () => {
  const { id: applicationId } = await make("/connect/applications", {
    name: "App",
    application_type: "oauth",
    is_first_party: true,
  });
  const { id, secret } = await make(`/connect/applications/${applicationId}/client_secrets`, {});
  await dana().patch(`/_emulator/client_secrets/${id}`, { last_used_at: "2026-03-01T12:00:00.000Z" });
  expect(await listApplicationClientSecrets({ applicationId })).toEqual([
    {
      id,
      secretHint: expect.stringContaining(secret.slice(-4)),
      createdAt: expect.stringMatching(TIME),
      lastUsedAt: "2026-03-01T12:00:00.000Z",
    },
  ]);
  expect(await refusal(listApplicationClientSecrets({ applicationId: "conn_app_1" }))).toContain("404");
});

describe("a summary of directories", () => {
  const directory = (organization_id: string) => make("/_emulator/directories", { organization_id });

  test("counts users by state and groups, of one directory or of all of an organization, beyond the first page", async () => {
    const { id: organizationId } = await make("/organizations", { name: "Acme" });
    const { id: other } = await make("/organizations", { name: "Bolt" });
    const big = await directory(organizationId);
    const small = await directory(organizationId);
    const elsewhere = await directory(other);
    const add = (to: { id: string }, body: object) => make(`/_emulator/directories/${to.id}/users`, body);
    for (let number = 0; number < 101; number++) await add(big, { email: `p${number}@acme.example` });
    for (const state of ["suspended", "suspended", "inactive"]) await add(big, { state });
    await add(small, { state: "inactive" });
    await add(elsewhere, {});
    for (const to of [big, small, elsewhere]) await make(`/_emulator/directories/${to.id}/groups`, { name: "Staff" });

    const users = { active: 101, suspended: 2, inactive: 1 };
    expect(await getDirectorySummary({ directoryId: big.id })).toEqual({ directories: 1, users, groups: 1 });
    expect(await getDirectorySummary({ organizationId })).toEqual({
      directories: 2,
      users: { ...users, inactive: 2 },
      groups: 2,
    });
  });

  test("is of nobody where an organization has none, and refused for a directory that is not there", async () => {
    const { id: organizationId } = await make("/organizations", { name: "Acme" });
    expect(await getDirectorySummary({ organizationId })).toEqual({
      directories: 0,
      users: { active: 0, suspended: 0, inactive: 0 },
      groups: 0,
    });
    expect(await refusal(getDirectorySummary({ directoryId: "directory_1" }))).toBe(
      'getDirectorySummary: WorkOS has no directory with directoryId "directory_1"',
    );
    expect(await refusal(getDirectorySummary({} as never))).toContain("exactly one of directoryId, organizationId");
  });
});

test("the environment is known by its role member, and counted", async () => {
  await make("/organizations", { name: "Acme" });
  await make("/authorization/permissions", { slug: "a:read", name: "Read" });
  await make("/_emulator/permissions", { slug: "widgets:manage", name: "Theirs" });
  await make("/authorization/roles", { slug: "auditor", name: "Auditor" });
  expect(await getEnvironment()).toEqual({
    landmark: (await getRole({ slug: "member" })).id,
    organizations: 1,
    roles: 2,
    permissions: 1,
  });
});

describe("a connection and a directory", () => {
  test("are found in their organization, by state and type, and by id", async () => {
    const { id: organizationId } = await make("/organizations", { name: "Acme" });
    const other = await make("/organizations", { name: "Bolt" });
    const connection = (body: object) => make("/_emulator/connections", { organization_id: organizationId, ...body });
    const old = await connection({ connection_type: "OktaSAML", state: "inactive", name: "Old" });
    const live = await connection({ connection_type: "EntraIdOIDC", name: "Live", domains: ["Acme.example"] });
    await connection({ organization_id: other.id, connection_type: "OktaSAML" });
    const found = {
      id: live.id,
      organizationId,
      type: "EntraIdOIDC",
      name: "Live",
      state: "active",
      domains: ["acme.example"],
    };
    expect(await getConnection({ organizationId, state: "active" })).toEqual(found);
    expect(await getConnection({ domain: "acme.example" })).toEqual(found);
    expect(await getConnection({ id: live.id })).toEqual(found);
    expect((await listConnections({ type: "OktaSAML", organizationId })).map(({ id }) => id)).toEqual([old.id]);
    expect(await listConnections()).toHaveLength(3);
    expect(await refusal(getConnection({ organizationId }))).toBe(
      `getConnection: WorkOS has 2 connections with organizationId "${organizationId}": ${old.id}, ${live.id}; say which one is meant`,
    );
    expect(await refusal(getConnection({ id: old.id, state: "active" } as never))).toContain(
      "id says which one; leave out state",
    );

    const { id } = await make("/_emulator/directories", {
      organization_id: organizationId,
      type: "okta scim v2.0",
      name: "People",
      domain: "acme.example",
    });
    const directory = {
      id,
      organizationId,
      type: "okta scim v2.0",
      name: "People",
      state: "linked",
      domain: "acme.example",
    };
    expect(await getDirectory({ organizationId, state: "linked" })).toEqual(directory);
    expect(await getDirectory({ id })).toEqual(directory);
    expect(await listDirectories({ organizationId, type: "workday" })).toEqual([]);
    expect(await refusal(getDirectory({ organizationId: other.id }))).toContain("has no directory with organizationId");
  });
});

test("roles are found in the environment and in an organization, with their permissions", async () => {
  const { id: organizationId } = await make("/organizations", { name: "Acme" });
  for (const slug of ["b:read", "a:read"]) await make("/authorization/permissions", { slug, name: slug });
  const roles = `/authorization/organizations/${organizationId}/roles`;
  const { id } = await make(roles, { slug: "org-billing", name: "Billing", description: "Pays" });
  await dana().put(`${roles}/org-billing/permissions`, { permissions: ["b:read", "a:read"] });

  expect(await getRole({ organizationId, slug: "org-billing" })).toEqual({
    id,
    slug: "org-billing",
    name: "Billing",
    description: "Pays",
    of: "organization",
    resourceTypeSlug: "organization",
    permissions: ["a:read", "b:read"],
    createdAt: expect.stringMatching(TIME),
  });
  expect(await getRole({ slug: "member" })).toMatchObject({ slug: "member", of: "environment" });
  expect((await listRoles({ organizationId })).map(({ slug }) => slug)).toEqual(["member", "org-billing"]);
  expect((await listRoles()).map(({ slug }) => slug)).toEqual(["member"]);
  expect(await refusal(getRole({ slug: "org-billing" }))).toBe('getRole: WorkOS has no role with slug "org-billing"');

  expect(await getPermission({ slug: "a:read" })).toMatchObject({ slug: "a:read", system: false, description: null });
  expect((await listPermissions()).map(({ slug }) => slug)).toEqual(["b:read", "a:read"]);
  expect(await refusal(getPermission({ slug: "c:read" }))).toContain('no permission with slug "c:read"');
});

test("a membership is found by user or e-mail, whatever its status", async () => {
  const { id: organizationId } = await make("/organizations", { name: "Acme" });
  const { id: userId } = await make("/user_management/users", { email: "ana@acme.example" });
  await make("/user_management/users", { email: "bo@acme.example" });
  const path = "/user_management/organization_memberships";
  const { id } = await make(path, { organization_id: organizationId, user_id: userId });
  await dana().put(`${path}/${id}/deactivate`);

  const found = {
    id,
    organizationId,
    userId,
    status: "inactive",
    roles: ["member"],
    directoryManaged: false,
    createdAt: expect.stringMatching(TIME),
  };
  expect(await getMembership({ organizationId, userId })).toEqual(found);
  expect(await getMembership({ organizationId, email: "ANA@acme.example" })).toEqual(found);
  expect(await listMemberships({ organizationId })).toEqual([found]);
  expect(await listMemberships({ userId, status: "active" })).toEqual([]);
  expect(await refusal(getMembership({ organizationId, email: "bo@acme.example" }))).toBe(
    `getMembership: WorkOS has no membership with organizationId "${organizationId}", email "bo@acme.example"`,
  );
  expect(await refusal(getMembership({ organizationId, email: "cy@acme.example" }))).toBe(
    'getMembership: WorkOS has no user with email "cy@acme.example"',
  );
  expect(await refusal(listMemberships({} as never))).toContain("needs organizationId, userId, or both");
});

test("invitations are listed with when each was made, ends, and was accepted or revoked", async () => {
  const { id: organization_id } = await make("/organizations", { name: "Acme" });
  const path = "/user_management/invitations";
  const invited = (name: string) => make(path, { organization_id, email: `${name}@acme.example` });
  const [accepted, revoked] = [await invited("Ana"), await invited("bo")];
  emulator.clock.advance(60_000);
  const { accepted_at } = await make(`${path}/${accepted.id}/accept`, {});
  const { revoked_at } = await make(`${path}/${revoked.id}/revoke`, {});

  const times = ({ created_at, expires_at }: typeof accepted) => ({ createdAt: created_at, expiresAt: expires_at });
  const ofAna = { id: accepted.id, email: "ana@acme.example", state: "accepted", ...times(accepted) };
  const ofBo = { id: revoked.id, email: "bo@acme.example", state: "revoked", ...times(revoked) };
  expect(await listInvitations({ organizationId: organization_id })).toEqual([
    { ...ofAna, acceptedAt: accepted_at, revokedAt: null },
    { ...ofBo, acceptedAt: null, revokedAt: revoked_at },
  ]);
  expect(revoked_at).toMatch(TIME);
  const found = await listInvitations({ organizationId: organization_id, email: "BO@acme.example" });
  expect(found.map(({ id }) => id)).toEqual([revoked.id]);
  expect(await refusal(listInvitations({} as never))).toContain("organizationId: must be a text");
});

test("feature flags are found by slug, and by whom they are on for", async () => {
  const { id: organizationId } = await make("/organizations", { name: "Acme" });
  const { id } = await make("/_emulator/feature_flags", {
    slug: "reports",
    name: "Reports",
    enabled: true,
    tags: ["x"],
  });
  await make("/_emulator/feature_flags", { slug: "exports", name: "Exports", enabled: true });
  await dana().post(`/feature-flags/reports/targets/${organizationId}`);
  expect(await getFeatureFlag({ slug: "reports" })).toEqual({
    id,
    slug: "reports",
    name: "Reports",
    description: null,
    enabled: true,
    defaultValue: false,
    tags: ["x"],
  });
  expect(await listFeatureFlags()).toHaveLength(2);
  expect((await listFeatureFlags({ organizationId })).map(({ slug }) => slug)).toEqual(["reports"]);
  expect(await refusal(getFeatureFlag({ slug: "none" }))).toContain('no feature flag with slug "none"');
});

test("a waitlist says who waits, and nothing that they wrote", async () => {
  expect([await listWaitlists(), await listWaitlistEntries()]).toEqual([[], []]);
  await newRun();
  const path = "/user_management/waitlists/default/entries";
  const ana = await make(path, { email: "Ana@acme.example", additional_fields: { why: "cAnArY" } });
  const bo = await make(path, { email: "bo@acme.example" });
  await make(`/user_management/waitlist_entries/${bo.id}/approve`, {});

  const [waitlist] = await listWaitlists();
  const found = {
    id: ana.id,
    email: "ana@acme.example",
    state: "pending",
    approvedAt: null,
    createdAt: ana.created_at,
  };
  expect(await listWaitlistEntries({ state: "pending" })).toEqual([found]);
  expect((await listWaitlistEntries({ waitlistId: waitlist?.id })).map(({ state }) => state)).toEqual([
    "pending",
    "approved",
  ]);
  expect((await listWaitlistEntries({ email: " BO@acme.example" })).map(({ id }) => id)).toEqual([bo.id]);
  expect(await refusal(listWaitlistEntries({ waitlistId: "waitlist_none" }))).toContain("404");
  expect(await refusal(listWaitlistEntries({ state: "gone" as never }))).toContain("listWaitlistEntries: ");
});

describe("a link to the Admin Portal", () => {
  test("is another one with each call, and asks as the API describes it", async () => {
    const { id: organizationId } = await make("/organizations", { name: "Acme" });
    const bodies: unknown[] = [];
    emulator.onExchange = ({ requestBody }) => bodies.push(requestBody);
    const first = await portalLink({
      organizationId,
      intent: "sso",
      returnUrl: "https://app.example/back",
      successUrl: "https://app.example/done",
      itContactEmails: ["it@acme.example"],
    });
    const second = await portalLink({ organizationId, intent: "dsync" });
    expect(first).toMatch(/^https:\/\/setup\.workos\.com\?token=/);
    expect(second).not.toBe(first);
    expect(bodies).toEqual([
      {
        organization: organizationId,
        intent: "sso",
        return_url: "https://app.example/back",
        success_url: "https://app.example/done",
        it_contact_emails: ["it@acme.example"],
      },
      { organization: organizationId, intent: "dsync" },
    ]);
  });

  test("made for somebody is taken back with all others of theirs, also when an answer is lost", async () => {
    const { id: organizationId } = await make("/organizations", { name: "Acme" });
    for (const externalUserId of ["ann", "ann", "bob"])
      await portalLink({ organizationId, intent: "sso", externalUserId });
    emulator.faults.add({ kind: "drop", method: "POST", route: "/portal/revoke_link" });
    await revokePortalLinks({ organizationId, externalUserId: "ann" });
    const left = async () =>
      (await dana().get("/_emulator/dump")).portalLinks.map((link: Record<string, unknown>) => link.external_user_id);
    expect(await left()).toEqual(["bob"]);
    await revokePortalLinks({ organizationId, externalUserId: "ann" });
    expect(await left()).toEqual(["bob"]);
  });

  test("is not taken back by a preview, nor without saying whose it is", async () => {
    await newRun(true);
    const whose = { organizationId: "org_1", externalUserId: "ann" };
    expect(await refusal(revokePortalLinks(whose))).toContain("a preview takes no link back");
    await newRun();
    expect(await refusal(revokePortalLinks({ organizationId: "org_1", externalUserId: " " }))).toContain(
      "externalUserId",
    );
    expect(emulator.requests.total).toBe(0);
    expect(await refusal(revokePortalLinks(whose))).toMatch(
      /^revokePortalLinks: WorkOS POST \/portal\/revoke_link.*404/,
    );
  });

  test("is not made by a preview", async () => {
    await newRun(true);
    expect(await refusal(portalLink({ organizationId: "org_1", intent: "sso" }))).toContain("a preview makes no link");
    expect(emulator.requests.total).toBe(0);
  });

  test("says what is wrong with what it was given, or with what WorkOS said", async () => {
    const wrong = { organizationId: "", intent: "ssso", returnUrl: "back", itContactEmails: ["nobody"] };
    const message = await refusal(portalLink(wrong as never));
    for (const field of ["organizationId", "intent", "returnUrl", "itContactEmails.0"])
      expect(message).toContain(field);
    expect(emulator.requests.total).toBe(0);
    expect(await refusal(portalLink({ organizationId: "org_1", intent: "sso" }))).toMatch(
      /^portalLink: WorkOS POST \/portal\/generate_link.*404/,
    );
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { estateOf, withoutNewIds } from "../harness/estate.ts";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";

/*
 * Three customers with the same of everything. One is suspended and keeps its keys, one is suspended and loses them, and then
 * leaves; nothing ever happens to the third.
 */
const KEPT = "halden-bank";
const ENDED = "meridian-freight";
const BESIDE = "pinecrest-studio";
const CUSTOMERS = [KEPT, ENDED, BESIDE];

const fileOf = (tenant: string): string => `schemaVersion: 1
tenant: ${tenant}
name: Customer ${tenant}
owner: ingrid.dahl@loomline.example
status: active
roles:
  - { slug: org-engineer, name: Engineer, permissions: ["pipelines:run"] }
members:
  - { email: active@${tenant}.example, roles: [org-engineer], openai: member }
  - { email: managed@${tenant}.example, roles: [org-engineer] }
  - { email: former@${tenant}.example, roles: [org-engineer] }
  - { email: invited@${tenant}.example, roles: [org-engineer], openai: owner }
apiKeys:
  - { name: ingest, permissions: ["pipelines:run"], rotation: { epoch: a, overlap: 7d } }
applications:
  - { name: ${tenant} sync, type: m2m, secrets: [{ name: main }] }
openai:
  project:
${tenant === ENDED ? "" : "    modelPermissions: { mode: allow_list, models: [gpt-5] }\n"}    serviceAccounts:
      - { name: runner, keys: [{ name: main, scopes: [model.request] }] }
`;

/** The tenant's file with another life. */
const standing = (tenant: string, status: string, more = ""): string =>
  fileOf(tenant).replace("status: active\n", `status: ${status}\n${more}`);
const because = (apiKeys: string): string =>
  `suspension: { since: 2026-11-02, by: al@loomline.example, reason: has not paid since June, apiKeys: ${apiKeys} }\n`;

let folder: FleetFolder;
beforeAll(async () => {
  const tenants = CUSTOMERS.map((tenant) => [`tenants/${tenant}.yaml`, fileOf(tenant)]);
  folder = await createFleetFolder("suspension", {
    "fleet.yaml": `schemaVersion: 1
environment: { name: production, mode: test, region: eu }
defaultPlan: starter
plans: { starter: {} }
permissions: [{ slug: "pipelines:run", name: Run pipelines }]
audit: { emit: true }
`,
    ...Object.fromEntries(tenants),
  });
  await ran("up", "--skip-preview", "--yes");
  await theirLife();
  await ran("up", "--refresh", "--skip-preview", "--yes");
});
afterAll(() => folder?.close());

async function ran(...args: string[]): Promise<string> {
  const { code, output } = await folder.pulumi(args);
  expect(code, output).toBe(0);
  return output;
}

// biome-ignore lint/suspicious/noExplicitAny: what the vendors answer
type Answer = any;
const workos = () => folder.emulators.workos.as("dana@loomline.example");
const openai = () => folder.emulators.openai.as("dana@loomline.example");
const all = async (path: string): Promise<Answer[]> =>
  (await workos().get(`${path}${path.includes("?") ? "&" : "?"}limit=100`)).data;
const organizationOf = async (tenant: string): Promise<string> =>
  (await workos().get(`/organizations/external_id/${tenant}`)).id;
const membersOf = async (tenant: string): Promise<Answer[]> =>
  all(
    `/user_management/organization_memberships?statuses=active,inactive,pending&organization_id=${await organizationOf(tenant)}`,
  );

/** Everybody but one accepts. A directory takes charge of one of them, and a colleague deactivates another. */
async function theirLife(): Promise<void> {
  for (const { id, email } of await all("/user_management/invitations"))
    if (!email.startsWith("invited@")) await workos().post(`/user_management/invitations/${id}/accept`, {});
  const { data } = await openai().get("/organization/invites?limit=100");
  for (const { id, email } of data)
    if (!email.startsWith("invited@")) await openai().post(`/_emulator/invites/${id}/accept`, {});
  for (const tenant of CUSTOMERS)
    for (const { id, user } of await membersOf(tenant)) {
      if (user.email.startsWith("managed@"))
        await workos().patch(`/_emulator/organization_memberships/${id}`, { directory_managed: true });
      if (user.email.startsWith("former@"))
        await workos().put(`/user_management/organization_memberships/${id}/deactivate`, {});
    }
}

/** What the audit log of a customer says of what was applied, each event by the fields that it names. */
async function appliedTo(tenant: string): Promise<string[]> {
  const { auditLogEvents }: Answer = await workos().get("/_emulator/dump");
  const organization = await organizationOf(tenant);
  return auditLogEvents
    .filter(({ organization_id }: Answer) => organization_id === organization)
    .map(({ event }: Answer) => {
      expect(event).toMatchObject({ action: "tenantry.applied", targets: [{ type: "tenant", id: tenant }] });
      return event.metadata.fields;
    });
}

/** How a customer stands at the vendors. */
async function standingOf(tenant: string) {
  const organization = await organizationOf(tenant);
  const { data: projects } = await openai().get("/organization/projects?limit=100");
  const project = projects.find(({ name }: Answer) => name === tenant)?.id;
  const { data: invites } = await openai().get("/organization/invites?limit=100");
  const { data: people } = await openai().get(`/organization/projects/${project}/users?limit=100`);
  const models = (await openai().request("GET", `/organization/projects/${project}/model_permissions`)) as Answer;
  const [application] = await all(`/connect/applications?organization_id=${organization}`);
  const short = (email: string) => email.replace(`@${tenant}.example`, "");
  return {
    members: (await membersOf(tenant))
      .filter(({ status }) => status !== "pending")
      .map(({ user, status }) => `${short(user.email)} ${status}`)
      .sort(),
    invited: (await all(`/user_management/invitations?organization_id=${organization}`))
      .filter(({ state }) => state === "pending")
      .map(({ email }) => short(email)),
    invitedAtOpenai: invites
      .filter(({ status, email }: Answer) => status === "pending" && email.endsWith(`@${tenant}.example`))
      .map(({ email }: Answer) => short(email)),
    inProject: people.map(({ email }: Answer) => short(email)),
    models: models.status === 404 ? "any" : `${models.body.mode} ${models.body.model_ids.join()}`,
    apiKeys: (await all(`/organizations/${organization}/api_keys`)).map(({ name, expires_at }) => [name, expires_at]),
    clientSecrets: (await workos().get(`/connect/applications/${application.id}/client_secrets`)).length,
    keysAtOpenai: (await openai().get(`/organization/projects/${project}/api_keys?limit=100&owner_project_access=any`))
      .data.length,
  };
}

const inUse = {
  members: ["active active", "former inactive", "managed active"],
  invited: ["invited"],
  invitedAtOpenai: ["invited"],
  inProject: ["active"],
  models: "allow_list gpt-5",
  apiKeys: [["ingest-a", null]],
  clientSecrets: 1,
  keysAtOpenai: 1,
};
const keptOut = {
  ...inUse,
  members: ["active inactive", "former inactive", "managed active"],
  invited: [],
  invitedAtOpenai: [],
  models: "allow_list ",
};

test("a tenant is suspended, as another one, and is active again; nobody who was out before gets in, and a neighbour hears nothing", async () => {
  const before = await estateOf(folder.emulators);
  expect(await standingOf(KEPT)).toEqual(inUse);
  expect(await standingOf(ENDED)).toEqual({ ...inUse, models: "any" });
  const beside = await standingOf(BESIDE);
  expect(beside).toEqual(inUse);
  const isBeside = async () => expect(await standingOf(BESIDE)).toEqual(beside);

  folder.write(`tenants/${KEPT}.yaml`, standing(KEPT, "suspended", because("keep")));
  folder.write(`tenants/${ENDED}.yaml`, standing(ENDED, "suspended", because("expire")));
  const said = await ran("up", "--skip-preview", "--yes");
  expect(said).toContain(
    `tenants/${KEPT}.yaml:5:9: status: suspended: members (4) are kept out, other than whom a directory manages, and open invitations revoked; nobody is let into the project, and who is in it stays; the project may use no model; API keys (1) stay as they are. status: active undoes that`,
  );
  const managed = /email "(managed@\S+)": stays as it is although it is suspended: the customer's directory manages/g;
  expect(new Set([...said.matchAll(managed)].map(([, email]) => email))).toEqual(
    new Set([`managed@${KEPT}.example`, `managed@${ENDED}.example`]),
  );
  expect(await standingOf(KEPT)).toEqual(keptOut);
  expect(await standingOf(ENDED)).toEqual({ ...keptOut, apiKeys: [] }); // Overlap or not.
  await isBeside();
  const everything = "apiKeys, applications, members, name, openai, owner, plan, roles, status";
  for (const tenant of [KEPT, ENDED]) expect(await appliedTo(tenant)).toEqual([everything, "status, suspension"]);

  // Still protected, and nothing left to do.
  await ran("up", "--refresh", "--skip-preview", "--yes", "--expect-no-changes");
  folder.remove(`tenants/${KEPT}.yaml`);
  const gone = await folder.pulumi(["preview"]);
  expect(gone.code).not.toBe(0);
  expect(gone.output).toContain(
    `stays, since tenant ${KEPT} is not offboarding. If tenants/${KEPT}.yaml was removed or renamed, or no longer has it, put that back. Another key for it comes by \`npx tenantry rename\`; what people see is its name, which can be changed. To keep the customer out for a time: status: suspended. To let the customer go: set status: offboarding in that file, run \`pulumi up\`, then remove the file or destroy.`,
  );

  for (const tenant of [KEPT, ENDED]) folder.write(`tenants/${tenant}.yaml`, fileOf(tenant));
  await ran("up", "--skip-preview", "--yes");
  expect(await standingOf(KEPT)).toEqual(inUse);
  expect(await standingOf(ENDED)).toEqual({ ...inUse, models: "any" });
  await isBeside();
  for (const tenant of [KEPT, ENDED])
    expect(await appliedTo(tenant)).toEqual([everything, "status, suspension", "status, suspension"]);
  expect(await appliedTo(BESIDE)).toEqual([everything]);
  // Invitations and keys that were made anew are as the old ones, and revoked ones stay listed.
  const [was, is] = withoutNewIds(before, await estateOf(folder.emulators));
  const differing = Object.keys(is).filter((name) => JSON.stringify(is[name]) !== JSON.stringify(was[name]));
  expect(differing).toEqual(["workos invitations", "workos auditLogEvents"]);
});

test("a tenant that is offboarding is kept out first; then its file goes, and all of it, but nothing of anybody else", async () => {
  folder.write(`tenants/${ENDED}.yaml`, standing(ENDED, "offboarding"));
  const said = await ran("up", "--skip-preview", "--yes");
  expect(said).toContain("API keys (1) stay as they are; nothing is protected any more. status: active undoes that");
  expect(await standingOf(ENDED)).toEqual(keptOut);
  expect(await standingOf(BESIDE)).toEqual(inUse);
  folder.remove(`tenants/${ENDED}.yaml`);
  await ran("up", "--skip-preview", "--yes");
  const names = (rows: Answer[]) => rows.map(({ name }) => name).filter((name) => !/^(Test|Default) /.test(name));
  expect(names(await all("/organizations")).sort()).toEqual([`Customer ${KEPT}`, `Customer ${BESIDE}`]);
  expect(names((await openai().get("/organization/projects?limit=100")).data).sort()).toEqual([KEPT, BESIDE]);
  for (const tenant of [KEPT, BESIDE]) expect(await standingOf(tenant)).toEqual(inUse);
});

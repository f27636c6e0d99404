import { afterAll, beforeAll, expect, test } from "vitest";
import { PEM } from "../harness/certificates.ts";
import { createFleetFolder, type Environment, type FleetFolder } from "./fleet-folder.ts";
import { smallFleet } from "./small-fleet.ts";

/*
 * Two stacks in one WorkOS environment and one OpenAI organization: whatever the second one does, what the first one made of the catalogue stays.
 */

const UP = ["up", "--skip-preview", "--yes"];
const PREVIEW = ["preview", "--refresh", "--expect-no-changes"];

/** What both name: permissions, a role of the environment, a webhook. */
const catalogue = `\
environmentRoles:
  - { slug: operator, name: Operator, permissions: ["pipelines:run"], onDelete: strip }
`;
const webhooks = `\
webhooks:
  - { name: events, url: "https://hooks.ourcompany.example/workos", events: [user.created] }
`;
/** Of OpenAI's organization the second one says no more than what finds it. */
const openai = (ofGroup = "", ofCertificate = "") => `openai:
  groups: [{ name: Reliability${ofGroup} }]
  certificates: [{ name: gateway, file: ./gateway.pem${ofCertificate} }]
  identityProviders: [{ name: CI, issuer: "https://ci.ourcompany.example/jobs", audience: openai }]
`;
const fleetYaml = `${smallFleet["fleet.yaml"]}${catalogue}`;
const ownYaml =
  fleetYaml + webhooks + openai(", members: [dana@ourcompany.example], roles: [reader]", ", active: true");
const sharedYaml = `${fleetYaml}${openai()}catalogue: shared\n`;

const tenant = (slug: string, status = "active"): string =>
  `schemaVersion: 1
tenant: ${slug}
name: ${slug} Ltd
owner: ingrid.dahl@loomline.example
status: ${status}
roles:
  - { slug: org-engineer, name: Engineer, permissions: ["pipelines:run"] }
openai:
  project:
    groups: [{ group: Reliability, role: viewer }]
    certificates: [gateway]
    serviceAccounts: [{ name: runner }]
    federation: [{ name: ci, provider: CI, serviceAccount: runner, rule: { repository: app }, scopes: all }]
`;

let first: FleetFolder;
let second: FleetFolder;
/** The second stack stands beside the first, in its WorkOS environment. */
let beside: Environment;

beforeAll(async () => {
  first = await createFleetFolder("owner", {
    "fleet.yaml": ownYaml,
    "gateway.pem": PEM,
    "tenants/halden-bank.yaml": tenant("halden-bank"),
  });
  second = await createFleetFolder("sharer", {
    "fleet.yaml": ownYaml,
    "gateway.pem": PEM,
    "tenants/kestrel.yaml": tenant("kestrel"),
  });
  const { workos, openai } = first.emulators;
  beside = {
    WORKOS_API_KEY: workos.apiKey,
    WORKOS_BASE_URL: workos.url,
    OPENAI_ADMIN_KEY: openai.adminApiKey,
    OPENAI_BASE_URL: openai.url,
  };
  await ran(first, UP);
});
afterAll(() => Promise.all([first?.close(), second?.close()]));

async function ran(folder: FleetFolder, args: readonly string[], environment: Environment = {}): Promise<string> {
  const { code, output } = await folder.pulumi(args, { ...(folder === second && beside), ...environment });
  expect(code, `pulumi ${args.join(" ")}: ${output}`).toBe(0);
  return output;
}

// biome-ignore lint/suspicious/noExplicitAny: what the vendor answers
type Row = any;

/** What the environment holds of the catalogue, asked of WorkOS. */
async function held(): Promise<Row> {
  const dana = first.emulators.workos.as("dana@ourcompany.example");
  const all = async (path: string): Promise<Row[]> => (await dana.get(path)).data;
  return {
    permissions: (await all("/authorization/permissions")).filter(({ slug }) => slug.startsWith("pipelines:")),
    roles: (await all("/authorization/roles")).filter(({ slug }) => slug === "operator"),
    webhooks: await all("/webhook_endpoints"),
    certificates: await atOpenai("/organization/certificates"),
    identityProviders: await atOpenai(PROVIDERS),
    groups: await Promise.all(
      (await atOpenai("/organization/groups")).map(async (group) => ({
        ...group,
        people: await atOpenai(`/organization/groups/${group.id}/users`),
        roles: await atOpenai(`/organization/groups/${group.id}/roles`),
      })),
    ),
  };
}

const atOpenai = async (path: string): Promise<Row[]> =>
  (await first.emulators.openai.as("dana@ourcompany.example").get(path)).data;

const PROVIDERS = "/organization/workload_identity_providers";

/** Whose service accounts the provider's tokens speak for. */
const trusting = async (): Promise<Row[]> => {
  const [{ id }] = await atOpenai(PROVIDERS);
  return (await atOpenai(`${PROVIDERS}/${id}/federation_rules`)).map(({ name }) => name).sort();
};

/** Projects that the group is in, and the certificate is active in. */
async function lettingIn(): Promise<string[]> {
  const projects = await atOpenai("/organization/projects");
  const groups = await Promise.all(projects.map(({ id }) => atOpenai(`/organization/projects/${id}/groups`)));
  const certificates = await Promise.all(
    projects.map(({ id }) => atOpenai(`/organization/projects/${id}/certificates`)),
  );
  return projects
    .filter((_, index) => groups[index]?.length && certificates[index]?.[0].active)
    .map(({ name }) => name)
    .sort();
}

test("a second stack that declares the same catalogue is refused, and changes nothing of it", async () => {
  const before = await held();
  expect(Object.values(before).map((all) => (all as Row[]).length)).toEqual([2, 1, 1, 1, 1, 1]);
  const { code, output } = await second.pulumi(UP, beside);
  expect(code, output).not.toBe(0);
  // Of which of them it is said first is up to the engine, which then stops.
  expect(output).toMatch(/already answers to .+, and nothing proves that this stack made it/);
  expect(await held()).toEqual(before);
});

test("one that says catalogue: shared names it, makes its tenants by it, and owns nothing of it", async () => {
  const before = await held();
  second.write("fleet.yaml", sharedYaml);
  await ran(second, UP);
  expect(await held()).toEqual(before);
  expect(await lettingIn()).toEqual(["halden-bank", "kestrel"]);
  expect(await trusting()).toEqual(["halden-bank/ci", "kestrel/ci"]);
  await ran(second, PREVIEW);

  second.write("tenants/kestrel.yaml", tenant("kestrel", "offboarding"));
  await ran(second, UP);
  await ran(second, ["destroy", "--skip-preview", "--yes"]);
  expect(await held()).toEqual(before);
  expect(await trusting()).toEqual(["halden-bank/ci"]);
  await ran(first, PREVIEW);
});

test("a permission that its owner does not have stops a preview", async () => {
  const missing = '  - { slug: "pipelines:edit", name: Edit pipelines }\n';
  second.write("fleet.yaml", sharedYaml.replace("permissions:\n", `permissions:\n${missing}`));
  const { code, output } = await second.pulumi(["preview"], beside);
  expect(code, output).not.toBe(0);
  expect(output).toContain("there is no pipelines:edit");
});

test("an owner that says shared from now on lets go of what it names, and removes nothing of that", async () => {
  const before = await held();
  first.write("fleet.yaml", sharedYaml);
  await ran(first, UP);
  // Its file has no webhooks any more, nor what the owner says of the group and the certificate.
  const [group] = before.groups;
  const [certificate] = before.certificates;
  expect(certificate).toMatchObject({ name: "gateway", active: true });
  expect(await held()).toEqual({
    ...before,
    webhooks: [],
    groups: [{ ...group, people: [], roles: [] }],
    certificates: [{ ...certificate, active: false }],
  });
  await ran(first, PREVIEW);
});

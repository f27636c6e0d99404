import { afterAll, beforeAll, expect, test } from "vitest";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";

/** A program as a user writes one, about an organization that somebody else manages. */
const program = (domain: string): string => `import { FeatureFlagTarget } from "tenantry/workos";
import { getFeatureFlag, getOrganization, listConnections } from "tenantry/workos/lookups";

const customer = await getOrganization({ domain: "${domain}" });
const [flag, again] = await Promise.all([1, 2].map(() => getFeatureFlag({ slug: "advanced-analytics" })));
const target = new FeatureFlagTarget("analytics", { flag: flag.slug, targetId: customer.id });

export const organization = customer.name;
export const same = flag.id === again.id;
export const connections = target.targetId.apply(async (organizationId) =>
  (await listConnections({ organizationId })).map(({ type, state }) => \`\${type} \${state}\`),
);
`;

let folder: FleetFolder;
let organizationId = "";

beforeAll(async () => {
  folder = await createFleetFolder("lookups", { "index.js": program("acme.example") });
  const dana = folder.emulators.workos.as("dana@ourcompany.example");
  const domain_data = [{ domain: "acme.example", state: "verified" }];
  ({ id: organizationId } = await dana.post("/organizations", { name: "Acme", domain_data }));
  await dana.post("/_emulator/connections", { organization_id: organizationId, connection_type: "OktaSAML" });
});
afterAll(() => folder?.close());

/** What the program and its provider sent to WorkOS since the last time. */
function sent(): Record<string, number> {
  const counts = folder.emulators.workos.requests.counts();
  folder.emulators.workos.requests.reset();
  return counts;
}

test("a preview asks once for each thing, and only reads", async () => {
  const { code, output } = await folder.pulumi(["preview"]);
  expect(code, output).toBe(0);
  const counts = sent();
  expect(counts["GET /feature-flags/{slug}"]).toBe(1);
  expect(Object.keys(counts).filter((route) => !route.startsWith("GET "))).toEqual([]);
});

test("up makes the found organization a target, and knows its connections", async () => {
  const { code, output } = await folder.pulumi(["up", "--skip-preview", "--yes"]);
  expect(code, output).toBe(0);
  expect(sent()).toMatchObject({ "POST /feature-flags/{slug}/targets/{resourceId}": 1, "GET /connections": 1 });
  const outputs = await folder.pulumi(["stack", "output", "--json"]);
  expect(JSON.parse(outputs.output)).toEqual({ organization: "Acme", same: true, connections: ["OktaSAML active"] });
  const dana = folder.emulators.workos.as("dana@ourcompany.example");
  const { data } = await dana.get(`/organizations/${organizationId}/feature-flags`);
  expect(data.map(({ slug }: { slug: string }) => slug)).toEqual(["advanced-analytics"]);
});

test("a question without an answer stops the program with one line, and changes nothing", async () => {
  folder.write("index.js", program("nobody.example"));
  const { code, output } = await folder.pulumi(["up", "--skip-preview", "--yes"]);
  expect(code).not.toBe(0);
  expect(output).toContain('getOrganization: WorkOS has no organization with domain "nobody.example"');
  expect(output).not.toMatch(/\n\s+at |node_modules|Unhandled/);
  expect(Object.keys(sent()).filter((route) => !route.startsWith("GET "))).toEqual([]);
});

test("OpenAI is asked in the same way: nothing is written but the resource, and no key is printed", async () => {
  folder.write(
    "index.js",
    `import { ServiceAccount } from "tenantry/openai";
import { getCosts, getProject, listAdminKeys, listProjectKeys } from "tenantry/openai/lookups";

const { id: projectId } = await getProject({ name: "Acme" });
const account = new ServiceAccount("account", { projectId, name: "backend" });

export const accountOf = account.projectId;
export const costs = await getCosts({ from: "2026-01", projectId });
export const keys = (await listProjectKeys({ projectId })).map(({ name, owner }) => name + " of " + owner.name);
export const adminKeys = (await listAdminKeys()).length;
`,
  );
  const { openai } = folder.emulators;
  await openai.seed({
    projects: [{ name: "Acme", service_accounts: [{ name: "cron", api_keys: [{ name: "main" }] }] }],
  });
  openai.requests.reset();
  const { code, output } = await folder.pulumi(["up", "--skip-preview", "--yes"]);
  expect(code, output).toBe(0);
  const written = Object.keys(openai.requests.counts()).filter((route) => !route.startsWith("GET "));
  const accounts = "POST /organization/projects/{project_id}/service_accounts";
  expect(written.sort()).toEqual([accounts, `${accounts}/{service_account_id}`]);
  const outputs = await folder.pulumi(["stack", "output", "--json"]);
  expect(JSON.parse(outputs.output)).toMatchObject({
    costs: [],
    keys: ["Secret Key of cron", "main of cron"],
    adminKeys: 1,
  });
  expect(output + outputs.output).not.toMatch(/sk-(admin|svcacct|proj)-/);
});

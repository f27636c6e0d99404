import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Project, ServiceAccount } from "../../providers/openai/index.ts";
import { Organization, OrganizationRole } from "../../providers/workos/index.ts";
import { createTestStack, type TestStack } from "../harness/stack.ts";

/**
 * What existed before Tenantry did, brought in with Pulumi's import file. Pulumi does not tell a dynamic provider what it
 * imports unless the file itself carries the provider line; refresh then fills in the rest.
 */
let stack: TestStack;
/** Of the organization, as the program declares it. */
let options: CustomResourceOptions = {};
const made = { organization: "", project: "", account: "" };

beforeAll(async () => {
  stack = await createTestStack("import", async () => {
    const { organization: organizationId, project: projectId } = made;
    new Organization("acme", { name: "Acme", externalId: "acme", metadata: { tier: "gold" } }, options);
    new OrganizationRole("boss", { organizationId, slug: "org-boss", name: "Boss", permissions: [] });
    new Project("prod", { name: "acme-prod" });
    new ServiceAccount("api", { projectId, name: "api", role: "member" });
  });
  const workos = stack.emulators.workos.as("dana@ourcompany.example");
  const openai = stack.emulators.openai.as("dana@ourcompany.example");
  const acme = { name: "Acme", external_id: "acme", metadata: { tier: "gold" } };
  made.organization = (await workos.post("/organizations", acme)).id;
  await workos.post(`/authorization/organizations/${made.organization}/roles`, { slug: "org-boss", name: "Boss" });
  made.project = (await openai.post("/organization/projects", { name: "acme-prod" })).id;
  made.account = (await openai.post(`/organization/projects/${made.project}/service_accounts`, { name: "api" })).id;
});
afterAll(() => stack?.close());

const imported = (token: string, name: string, id: string) => {
  const __provider = `exports.handler = async () => (await import("tenantry/runtime")).provider("${token}")`;
  return { type: `pulumi-nodejs:dynamic/${token}`, name, id, inputs: { __provider }, outputs: { __provider } };
};

test("the option `import` is refused with the import file that works", async () => {
  options = { import: made.organization };
  const { error, operations } = await stack.attempt("preview");
  options = {};
  expect(String(error)).toContain(`workos:Organization ${made.organization} cannot be imported like this`);
  const [file] = String(error).match(/^ *\{"resources":.*\}$/m) ?? [""];
  expect(JSON.parse(file)).toEqual({ resources: [imported("workos:Organization", "acme", made.organization)] });
  expect(operations.filter(({ urn }) => urn.includes("Organization"))).toEqual([]);
});

test("docs/resources.md has such a file", () => {
  const page = readFileSync(new URL("../../docs/resources.md", import.meta.url), "utf8");
  const example = page.match(/```json\n(.*?)```/s)?.[1] ?? "";
  expect(JSON.parse(example)).toEqual({ resources: [imported("workos:Group", "finance", "org_01EHZ/group_01HQ")] });
});

test("existing objects are imported by id, without a write, and nothing is made twice", async () => {
  const { workspace } = stack.stack;
  const file = join(workspace.workDir, "import.json");
  const resources = [
    imported("workos:Organization", "acme", made.organization),
    imported("workos:OrganizationRole", "boss", `${made.organization}/org-boss`),
    imported("openai:Project", "prod", made.project),
    imported("openai:ServiceAccount", "api", `${made.project}/${made.account}`),
  ];
  writeFileSync(file, JSON.stringify({ resources }));
  const args = ["--file", file, "--yes", "--generate-code=false", "--protect=false", "--stack", "test"];
  await promisify(execFile)("pulumi", ["import", ...args], {
    cwd: workspace.workDir,
    env: { ...process.env, ...workspace.envVars, PULUMI_HOME: workspace.pulumiHome },
  });

  const operations = await stack.up();
  expect(operations.filter(({ op }) => op === "create" || op === "replace" || op === "delete")).toEqual([]);
  const { workos, openai } = stack.emulators;
  expect([workos.requests.writes, openai.requests.writes]).toEqual([0, 0]);
  expect((await stack.preview()).filter(({ op }) => op !== "same")).toEqual([]);

  const { deployment } = await stack.stack.exportStack();
  const ids = (deployment.resources as { urn: string; id?: string }[]).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([made.organization, made.project, made.account]));
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { Project } from "../../providers/openai/index.ts";
import { EnvironmentRole, Group, Organization } from "../../providers/workos/index.ts";
import { createTestStack, type TestStack } from "../harness/stack.ts";

/** What somebody else keeps at the vendors is read into a program, and stays theirs. */
let stack: TestStack;
const theirs = { organization: "", group: "", project: "", role: "" };
let seen: Record<string, unknown> = {};
const nameOfCopy = "Copy of ";

const somebody = () => ({
  workos: stack.emulators.workos.as("dana@ourcompany.example"),
  openai: stack.emulators.openai.as("dana@ourcompany.example"),
});
const groups = () => `/organizations/${theirs.organization}/groups`;

beforeAll(async () => {
  stack = await createTestStack("get", async () => {
    const organization = Organization.get("organization", theirs.organization);
    const group = Group.get("group", theirs.group);
    const project = Project.get("project", theirs.project);
    const role = EnvironmentRole.get("role", theirs.role);
    new Group("copy", { organizationId: organization.id, name: group.name.apply((name) => nameOfCopy + name) });

    for (const [type, resource] of Object.entries({ Organization: organization, Group: group, Project: project })) {
      expect([type, Organization.isInstance(resource)]).toEqual([type, type === "Organization"]);
      expect([type, Group.isInstance(resource), resource instanceof Group]).toEqual([
        type,
        type === "Group",
        type === "Group",
      ]);
    }
    for (const other of [undefined, null, "group", {}, { __pulumiType: Group.__pulumiType }]) {
      expect(Group.isInstance(other)).toBe(false);
    }
    group.name.apply((name) => {
      seen = { ...seen, group: name };
    });
    project.createdAt.apply((createdAt) => {
      seen = { ...seen, createdAt };
    });
    role.permissions.apply((permissions) => {
      seen = { ...seen, permissions };
    });
  });
  const { workos, openai } = somebody();
  theirs.organization = (await workos.post("/organizations", { name: "Acme" })).id;
  theirs.group = `${theirs.organization}/${(await workos.post(groups(), { name: "Finance" })).id}`;
  theirs.role = (await workos.post("/authorization/roles", { slug: "auditor", name: "Auditor" })).slug;
  theirs.project = (await openai.post("/organization/projects", { name: "acme" })).id;
});
afterAll(() => stack?.close());

test("objects are read by what `pulumi import` takes, and only what is ours is written", async () => {
  const operations = await stack.up();
  const done = operations.filter(({ urn }) => urn.includes(":dynamic/")).map(({ op }) => op);
  expect(done.sort()).toEqual(["create", "read", "read", "read", "read"]);
  expect(seen).toEqual({ group: "Finance", createdAt: expect.any(Number), permissions: [] });
  const { data } = await somebody().workos.get(groups());
  expect(data.map(({ name }: { name: string }) => name).sort()).toEqual(["Copy of Finance", "Finance"]);
  expect((await stack.preview()).filter(({ op }) => op !== "same" && op !== "read")).toEqual([]);
});

test("what changes at the vendor reaches the program with the next run", async () => {
  await somebody().workos.patch(`/organizations/${theirs.group.replace("/", "/groups/")}`, { name: "Money" });
  await stack.up();
  expect(seen).toMatchObject({ group: "Money" });
});

test("an object that does not exist stops the run, with its name", async () => {
  const { group } = theirs;
  theirs.group = `${theirs.organization}/group_nobody`;
  await expect(stack.up()).rejects.toThrow(`there is no ${theirs.group} to read`);
  theirs.group = group;
});

test("destroy leaves what was read", async () => {
  await stack.destroy();
  const { workos, openai } = somebody();
  const { data } = await workos.get(groups());
  expect(data.map(({ name }: { name: string }) => name)).toEqual(["Money"]);
  expect((await workos.get(`/organizations/${theirs.organization}`)).name).toBe("Acme");
  expect((await openai.get(`/organization/projects/${theirs.project}`)).status).toBe("active");
});

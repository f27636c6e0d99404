import { afterAll, beforeAll, expect, test } from "vitest";
import { EnvironmentRole } from "../../providers/workos/index.ts";
import { createTestStack, type TestStack } from "../harness/stack.ts";
import { somebody } from "./home.ts";

/*
 * An object that its vendor cannot delete, and what the engine makes of it: nothing that a preview promises may turn out
 * to be impossible, and nothing stays behind unless somebody chose that.
 */

type Inputs = ConstructorParameters<typeof EnvironmentRole>[1];

const auditor: Inputs = { slug: "auditor", name: "Auditor", permissions: ["books:read"] };

let stack: TestStack;
let declared: Inputs | undefined = auditor;

const dana = () => stack.emulators.workos.as(somebody);
const roles = async () => (await dana().get("/authorization/roles")).data;
const role = async () => (await roles()).find(({ slug }: { slug: string }) => slug === "auditor");
const writes = (): number => stack.emulators.workos.requests.writes;

beforeAll(async () => {
  stack = await createTestStack("permanent", async () => {
    if (declared) new EnvironmentRole("auditor", declared);
  });
  await dana().post("/authorization/permissions", { slug: "books:read", name: "Read" });
  await stack.up();
});
afterAll(() => stack?.close());

test.each<[what: string, inputs: Inputs | undefined]>([
  ["its removal", undefined],
  ["its replacement under another slug", { ...auditor, slug: "inspector" }],
])("a preview refuses %s while nobody chose what that means", async (_what, inputs) => {
  declared = inputs;
  stack.emulators.workos.requests.reset();
  await expect(stack.preview()).rejects.toThrow(/protect/);
  expect(writes()).toBe(0);
  expect(await role()).toMatchObject({ name: "Auditor", permissions: ["books:read"] });
});

test("nor does the engine destroy it", async () => {
  declared = auditor;
  await expect(stack.destroy()).rejects.toThrow(/protect/);
  expect(await role()).toMatchObject({ permissions: ["books:read"] });
});

test("a preview refuses to make it anew under its own slug, whatever was chosen", async () => {
  declared = { ...auditor, onDelete: "strip" };
  await stack.up();
  declared = { ...auditor, onDelete: "strip", resourceTypeSlug: "workspace" };
  await expect(stack.preview()).rejects.toThrow(/cannot be replaced: the vendor cannot delete it/);
  expect(await role()).toMatchObject({ permissions: ["books:read"], resource_type_slug: "organization" });
});

test("abandoned, it is left as it is, and taken over when it is declared again", async () => {
  declared = { ...auditor, onDelete: "abandon" };
  await stack.up();
  const before = await role();
  stack.emulators.workos.requests.reset();
  declared = undefined;
  expect((await stack.up()).map(({ op }) => op)).toContain("delete");
  expect(await role()).toEqual(before);
  declared = { ...auditor, onDelete: "abandon" };
  expect((await stack.up()).map(({ op }) => op)).toContain("create");
  expect(await role()).toEqual(before);
  expect(writes()).toBe(0);
});

test("replaced by one that is there from the start, which is taken over on request, it is left as it is", async () => {
  const before = await role();
  stack.emulators.workos.requests.reset();
  declared = { slug: "member", name: "Member", description: "Everybody", onDelete: "abandon" };
  await expect(stack.up()).rejects.toThrow(/already answers to slug "member", and nothing proves/);
  expect(writes()).toBe(0);
  stack.env({ TENANTRY_ADOPT: (await roles()).find(({ slug }: { slug: string }) => slug === "member").id });
  const operations = (await stack.up()).map(({ op }) => op);
  stack.env({ TENANTRY_ADOPT: undefined });
  expect(operations).toEqual(expect.arrayContaining(["create-replacement", "replace", "delete-replaced"]));
  expect(await role()).toEqual(before);
  const member = (await roles()).find(({ slug }: { slug: string }) => slug === "member");
  expect(member).toMatchObject({ name: "Member", description: "Everybody", permissions: [] });
  expect(writes()).toBe(1);
  declared = { ...auditor, onDelete: "strip" };
  await stack.up();
});

test("stripped, it has no permissions any more, and nothing else was touched", async () => {
  stack.emulators.workos.requests.reset();
  const before = await roles();
  await stack.destroy();
  expect(writes()).toBe(1);
  expect(await role()).toMatchObject({ name: "Auditor", permissions: [] });
  expect(await roles()).toHaveLength(before.length);
});

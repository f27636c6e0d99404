import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { description, longDescription } from "../../../providers/workos/fields.ts";
import {
  AuthorizationResource,
  EnvironmentRole,
  Group,
  OrganizationRole,
  Permission,
} from "../../../providers/workos/index.ts";
import { type Bag, useRuns } from "./runs.ts";

test.each([
  ["", null],
  [" \t", null],
  [null, null],
  [undefined, undefined],
  [" Reads all ", "Reads all"],
])("%j is declared as %j, whatever the limit", (declared, canonical) => {
  for (const schema of [description, longDescription]) expect(schema.optional().parse(declared)).toBe(canonical);
});

test("the limit of 150 characters, or 500, does not count blanks around it", () => {
  expect(description.safeParse(` ${"x".repeat(150)} `).success).toBe(true);
  expect(description.safeParse("x".repeat(151)).success).toBe(false);
  expect(longDescription.safeParse(` ${"x".repeat(500)} `).success).toBe(true);
  expect(longDescription.safeParse("x".repeat(501)).success).toBe(false);
});

const organizationId = "org_1";
const name = "All";

test.each([
  [AuthorizationResource, { organizationId, resourceTypeSlug: "workspace", externalId: "w", name }],
  [EnvironmentRole, { slug: "editor", name }],
  [Group, { organizationId, name }],
  [OrganizationRole, { organizationId, slug: "org-editor", name }],
  [Permission, { slug: "files:read", name }],
])("an empty one is none, of $__pulumiType", ({ definition }, declared) => {
  const checked = canonicalise(definition.inputs as z.ZodObject, { ...declared, description: "" });
  expect(checked).toEqual({ inputs: { ...declared, description: null }, failures: [] });
});

describe("of a group, at WorkOS", () => {
  const { emulator, run, dana, writes } = useRuns(Group);

  test("declared empty it is sent as none, and is no change afterwards", async () => {
    const { id } = await dana().post("/organizations", { name: "Acme" });
    const bodies: unknown[] = [];
    emulator().onExchange = ({ method, requestBody }) => {
      if (method !== "GET") bodies.push(requestBody);
    };
    const declared: Bag = { organizationId: id, name, description: "" };
    const state = await run().up(declared);
    emulator().onExchange = undefined;
    expect(bodies).toEqual([{ name, description: null }]);
    const refreshed = await run().refresh(state);
    expect(refreshed?.outs).toMatchObject({ description: null });
    expect(await writes(() => run().up(declared, refreshed))).toEqual([]);
  });
});

import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { withinBudget } from "../../components/deletion-budget.ts";
import type { TenantDeclarations } from "../../fleet/index.ts";

/* What it stops through the real engine is in test/e2e/undeclared.test.ts. */

test("what an audit log was told of is none of a budget's: with it goes nothing that a customer has", async () => {
  await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) });
  // Mocks have no hooks; an engine does.
  const registerResourceHook = (_: unknown, done: (error: null, answer: object) => void) => done(null, {});
  Object.assign(pulumi.runtime.getMonitor() as object, { registerResourceHook });
  const budget = { resourcesPerRun: 1, resourcesPerTenant: 1, membersPerTenant: 1 };
  const tenant = { slug: "acme", budgeted: true, resources: [] } as unknown as TenantDeclarations;
  const [transformation] = withinBudget(budget, [tenant]).transformations as [pulumi.ResourceTransformation];
  const typeOf = (of: string) => `pulumi-nodejs:dynamic/${of}`;
  const hookOf = (of: string) => {
    const made = { type: typeOf(of), name: "a", props: { __guard: "acme" }, opts: {}, resource: undefined as never };
    return (transformation(made)?.opts as pulumi.CustomResourceOptions | undefined)?.hooks?.beforeDelete?.[0];
  };
  expect(hookOf("tenantry:AuditEvent")).toBeUndefined();
  const { callback } = hookOf("workos:OrganizationRole") as pulumi.ResourceHook;
  const goes = async (urn: string, of: string) =>
    callback({ urn, name: urn, id: urn, type: typeOf(of), oldInputs: { __guard: "acme" } });
  // One that was made by an older version has the hook in state.
  await goes("event 1", "tenantry:AuditEvent");
  await goes("event 2", "tenantry:AuditEvent");
  await goes("role 1", "workos:OrganizationRole");
  await expect(goes("role 2", "workos:OrganizationRole")).rejects.toThrow("at least 2 resources");
});

import { describe, expect, test } from "vitest";
import { composeFleet } from "../../fleet/load.ts";
import { declareFleet } from "../../fleet/planner.ts";
import { fleetProblems, fleetYaml, folder, tenantYaml } from "./sources.ts";

const auditing = (audit: string, more = "") => `${fleetYaml}audit: ${audit}\n${more}`;
const declaredOf = (more: string, fleet = auditing("{ emit: true }")) => {
  const { catalogue, tenants } = declareFleet(composeFleet(folder({ acme: tenantYaml("acme", more) }, fleet)));
  const schemas = catalogue.resources.filter(({ type }) => type === "workos:AuditLogSchema");
  return { audited: tenants[0]?.audited, schemas: schemas.map(({ inputs }) => inputs.action) };
};
const digests = (more: string) => declaredOf(more).audited?.declared ?? {};
const differing = (one: string, other: string) => {
  const [a, b] = [digests(one), digests(other)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((field) => a[field] !== b[field]).sort();
};

describe("audit", () => {
  test("without a word, or with emit: false, tells nobody and declares no schema", () => {
    for (const fleet of [fleetYaml, auditing("{}"), auditing("{ emit: false, action: a.b }")])
      expect(declaredOf("", fleet)).toEqual({ audited: undefined, schemas: [] });
  });

  test("has a schema of its action, and refers to the tenant's own organization", () => {
    expect(declaredOf("")).toMatchObject({
      audited: {
        action: "tenantry.applied",
        organizationId: { output: "id", of: "acme/workos-organization" },
        schema: "catalogue/workos-audit-log-schema/tenantry.applied",
      },
      schemas: ["tenantry.applied"],
    });
    expect(declaredOf("", auditing("{ emit: true, action: supplier.changed }")).schemas).toEqual(["supplier.changed"]);
  });

  test("tells which fields changed, whatever the order in which a file lists things", () => {
    const roles = (...slugs: string[]) =>
      `roles: [${slugs.map((slug) => `{ slug: ${slug}, name: ${slug} }`).join()}]\n`;
    expect(differing(roles("org-a", "org-b"), roles("org-b", "org-a"))).toEqual([]);
    expect(differing(roles("org-a", "org-b"), roles("org-a", "org-c"))).toEqual(["roles"]);
    expect(differing("", roles("org-a"))).toEqual(["roles"]);
    expect(differing("plan: starter\n", "plan: enterprise\n")).toEqual(["plan"]);
  });

  test("leaves the schema to the stack that owns what all share", () => {
    const shared = auditing("{ emit: true }", "catalogue: shared\n").replace(/^resourceTypes.*\n/m, "");
    expect(declaredOf("", shared)).toMatchObject({ audited: { action: "tenantry.applied" }, schemas: [] });
  });

  test("refuses what cannot be, with the place", () => {
    const twice = auditing(
      "{ emit: true, action: invoice.viewed }",
      "auditLogSchemas:\n  - { action: file.read, targets: [{ type: file }] }\n  - { action: invoice.viewed, targets: [{ type: invoice }] }\n",
    );
    expect(fleetProblems(twice)).toEqual([
      "11:15: auditLogSchemas[1].action: invoice.viewed is what audit calls its own events, whose schema comes with them: take it out here, or give audit another action",
    ]);
    expect(fleetProblems(auditing("{ emit: yes, sent: true }"))).toHaveLength(2);
  });
});

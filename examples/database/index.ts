import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Fleet, type TenantInput } from "tenantry";

// Yours is a server somewhere: whatever answers a query, before the fleet is made, will do.
const database = new DatabaseSync(":memory:");
database.exec(readFileSync(join(import.meta.dirname, "customers.sql"), "utf8"));

type Customer = { slug: string; name: string; plan: string; domain: string | null; closing: number };
const customers = database.prepare("SELECT * FROM customers ORDER BY slug").all() as Customer[];
const adminsOf = database.prepare("SELECT email FROM admins WHERE slug = ? ORDER BY email");

/** The same fields as in a file, checked in the same way. */
const tenants = customers.map(
  ({ slug, name, plan, domain, closing }): TenantInput => ({
    tenant: slug,
    name,
    plan,
    status: closing ? "offboarding" : "active",
    domains: domain === null ? [] : [{ domain, verification: "dns" }],
    members: (adminsOf.all(slug) as { email: string }[]).map(({ email }) => ({ email, roles: ["member"] })),
  }),
);

const fleet = new Fleet("fleet", { directory: import.meta.dirname, tenants });

export const organizations = Object.fromEntries(
  [...fleet.tenants].map(([slug, tenant]) => [slug, tenant.organizationId]),
);

import { Fleet } from "tenantry";

const fleet = new Fleet("fleet", { directory: import.meta.dirname });

export const organizations = Object.fromEntries(
  [...fleet.tenants].map(([slug, tenant]) => [slug, tenant.organizationId]),
);

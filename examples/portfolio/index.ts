import { Fleet } from "tenantry";

const fleet = new Fleet("fleet", { directory: import.meta.dirname });

export const organizations = Object.fromEntries(
  [...fleet.tenants].map(([slug, tenant]) => [slug, tenant.organizationId]),
);

/** Values that vendors showed once, all secret: hand them to whoever stores your secrets. */
export const secrets = {
  webhooks: fleet.catalogue.signingSecrets,
  applications: fleet.catalogue.clientSecrets,
  tenants: Object.fromEntries(
    [...fleet.tenants].map(([slug, { apiKeys, clientSecrets, keys }]) => [slug, { apiKeys, clientSecrets, keys }]),
  ),
};

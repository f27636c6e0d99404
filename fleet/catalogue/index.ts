import { type AnyCatalogueSection, type FileOf, type InputOf, shapeOf } from "../section.ts";
import { agents } from "./agents.ts";
import { applications } from "./applications.ts";
import { auditLogSchemas } from "./audit-log-schemas.ts";
import { corsOrigins } from "./cors-origins.ts";
import { dataIntegrations } from "./data-integrations.ts";
import { environmentRoles } from "./environment-roles.ts";
import { jwtTemplate } from "./jwt-template.ts";
import { organizationCertificates } from "./openai/certificates.ts";
import { organizationDataRetention } from "./openai/data-retention.ts";
import { externalKeys } from "./openai/external-keys.ts";
import { organizationGroups } from "./openai/groups.ts";
import { identityProviders } from "./openai/identity-providers.ts";
import { organizationRoles } from "./openai/roles.ts";
import { organizationSpending } from "./openai/spending.ts";
import { permissions } from "./permissions.ts";
import { redirectUris } from "./redirect-uris.ts";
import { webhooks } from "./webhooks.ts";

/** What all tenants share. Resources are made in this order: what is referred to comes first. */
const sections = [
  permissions,
  environmentRoles,
  agents,
  applications,
  redirectUris,
  corsOrigins,
  jwtTemplate,
  webhooks,
  dataIntegrations,
  auditLogSchemas,
  organizationRoles,
  organizationGroups,
  organizationSpending,
  organizationDataRetention,
  organizationCertificates,
  identityProviders,
  externalKeys,
] as const;

export const catalogueSections = sections as unknown as readonly AnyCatalogueSection[];

export const catalogueFields = shapeOf(catalogueSections);

export type CatalogueConfig = FileOf<(typeof sections)[number]>;

/** The same as a program gives it. */
export type CatalogueInput = InputOf<(typeof sections)[number]>;

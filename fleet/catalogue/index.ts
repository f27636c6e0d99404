import type { z } from "zod";
import { type CatalogueSection, fieldsOf } from "../section.ts";
import { applications } from "./applications.ts";
import { auditLogSchemas } from "./audit-log-schemas.ts";
import { corsOrigins } from "./cors-origins.ts";
import { dataIntegrations } from "./data-integrations.ts";
import { environmentRoles } from "./environment-roles.ts";
import { jwtTemplate } from "./jwt-template.ts";
import { permissions } from "./permissions.ts";
import { redirectUris } from "./redirect-uris.ts";
import { webhooks } from "./webhooks.ts";

/** What all tenants share. Resources are made in this order: what is referred to comes first. */
const sections = [
  permissions,
  environmentRoles,
  applications,
  redirectUris,
  corsOrigins,
  jwtTemplate,
  webhooks,
  dataIntegrations,
  auditLogSchemas,
] as const;

/** The same, for whoever goes through them without regard to their types: each reads only its own fields. */
export const catalogueSections = sections as unknown as readonly CatalogueSection[];

export const catalogueFields = fieldsOf(sections.map(({ fields }) => fields));

export type CatalogueConfig = z.output<z.ZodObject<typeof catalogueFields>>;

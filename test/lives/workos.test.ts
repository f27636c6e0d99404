import { expect, test } from "vitest";
import * as resources from "../../providers/workos/index.ts";
import { play } from "./play.ts";
import { applicationClientSecret } from "./workos/application-client-secret.ts";
import { auditLogRetention } from "./workos/audit-log-retention.ts";
import { auditLogSchema } from "./workos/audit-log-schema.ts";
import { authorizationResource } from "./workos/authorization-resource.ts";
import { connectApplication } from "./workos/connect-application.ts";
import { corsOrigin } from "./workos/cors-origin.ts";
import { dataIntegration } from "./workos/data-integration.ts";
import { dataIntegrationConfiguration } from "./workos/data-integration-configuration.ts";
import { environmentRole } from "./workos/environment-role.ts";
import { featureFlagTarget } from "./workos/feature-flag-target.ts";
import { group } from "./workos/group.ts";
import { groupMembership } from "./workos/group-membership.ts";
import { groupRoleAssignment } from "./workos/group-role-assignment.ts";
import { invitation } from "./workos/invitation.ts";
import { jwtTemplate } from "./workos/jwt-template.ts";
import { member } from "./workos/member.ts";
import { organization } from "./workos/organization.ts";
import { organizationApiKey } from "./workos/organization-api-key.ts";
import { organizationDomain } from "./workos/organization-domain.ts";
import { organizationMembership } from "./workos/organization-membership.ts";
import { organizationRole } from "./workos/organization-role.ts";
import { permission } from "./workos/permission.ts";
import { redirectUri } from "./workos/redirect-uri.ts";
import { roleAssignment } from "./workos/role-assignment.ts";
import { user } from "./workos/user.ts";
import { vaultObject } from "./workos/vault-object.ts";
import { webhookEndpoint } from "./workos/webhook-endpoint.ts";

const lives = [
  organization,
  organizationDomain,
  permission,
  organizationRole,
  invitation,
  member,
  organizationMembership,
  user,
  authorizationResource,
  environmentRole,
  group,
  groupMembership,
  groupRoleAssignment,
  roleAssignment,
  applicationClientSecret,
  connectApplication,
  corsOrigin,
  jwtTemplate,
  organizationApiKey,
  redirectUri,
  webhookEndpoint,
  auditLogRetention,
  auditLogSchema,
  dataIntegration,
  dataIntegrationConfiguration,
  featureFlagTarget,
  vaultObject,
];

test("every WorkOS resource has a life", () => {
  expect(lives.map((life) => life.of).sort()).toEqual(
    Object.keys(resources)
      .map((name) => `workos:${name}`)
      .sort(),
  );
});

play("workos", lives);

import { project } from "./openai/project.ts";
import { serviceAccount } from "./openai/service-account.ts";
import { serviceAccountKey } from "./openai/service-account-key.ts";
import type { Subject } from "./subject.ts";
import { invitation } from "./workos/invitation.ts";
import { organization } from "./workos/organization.ts";
import { organizationDomain } from "./workos/organization-domain.ts";
import { organizationRole } from "./workos/organization-role.ts";
import { permission } from "./workos/permission.ts";

/** One for each resource of both vendors. */
export const SUBJECTS: readonly Subject[] = [
  organization,
  organizationDomain,
  organizationRole,
  invitation,
  permission,
  project,
  serviceAccount,
  serviceAccountKey,
];

import type { ResourceValidationPolicy } from "@pulumi/policy";
import { openaiServiceAccountNotOwner } from "./openai/service-account-not-owner.ts";
import { tenantMfaRequired } from "./tenant/mfa-required.ts";

export { judge, type Verdict } from "./judge.ts";
export { subjects } from "./subjects.ts";
export { openaiServiceAccountNotOwner, tenantMfaRequired };

/** Every rule of the pack, for a pack of one's own. Importing them starts nothing. */
export const rules: readonly ResourceValidationPolicy[] = [tenantMfaRequired, openaiServiceAccountNotOwner];

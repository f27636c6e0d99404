import { tenantSection } from "../section.ts";
import { oneOf } from "../words.ts";

/** Weakest first. */
export const passwordPolicies = ["standard", "strict"] as const;
export type PasswordPolicy = (typeof passwordPolicies)[number];

/** Which passwords people may choose. Declared, for policies: WorkOS has one setting for the whole environment. */
export const passwordPolicy = tenantSection({
  shared: {
    /** Declared, for policies: which passwords people may choose. @default standard */
    passwordPolicy: oneOf(passwordPolicies).exactOptional(),
  },
  facts: ({ passwordPolicy }) => ({ passwordPolicy: passwordPolicy ?? ("standard" as PasswordPolicy) }),
});

import { z } from "zod";
import { asSet } from "../canonical.ts";
import { declaration, idOf } from "../declaration.ts";
import { resourceNames } from "../resource-names.ts";
import { tenantSection } from "../section.ts";

/** Flags that are on for this customer. The flags themselves are made in the WorkOS dashboard. */
export const featureFlags = tenantSection({
  shared: {
    featureFlags: z
      .array(
        z
          .string()
          .min(1)
          .max(255)
          .regex(/^[a-z0-9][a-z0-9_-]*$/, { error: "must be the slug of a flag: lower-case letters, digits, - and _" }),
      )
      .exactOptional(),
  },
  facts: ({ featureFlags }) => ({ featureFlags: asSet(featureFlags) }),
  declare: ({ featureFlags }, { tenant }) =>
    asSet(featureFlags).map((flag) =>
      declaration(
        "workos:FeatureFlagTarget",
        resourceNames.featureFlag(tenant, flag),
        { flag },
        { refs: { targetId: idOf(resourceNames.organization(tenant)) } },
      ),
    ),
});

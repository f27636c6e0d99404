import { z } from "zod";
import { asSet } from "../../providers/contract/fields.ts";
import { flagSlug } from "../../providers/workos/fields.ts";
import { declaration, idOf } from "../declaration.ts";
import { nameOf } from "../resource-names.ts";
import { tenantSection } from "../section.ts";

/** Flags that are on for this customer. The flags themselves are made in the WorkOS dashboard. */
export const featureFlags = tenantSection({
  shared: {
    featureFlags: z.array(flagSlug).transform(asSet).exactOptional(),
  },
  facts: ({ featureFlags }) => ({ featureFlags: featureFlags ?? [] }),
  declare: ({ featureFlags }, { tenant }) =>
    (featureFlags ?? []).map((flag) =>
      declaration(
        "workos:FeatureFlagTarget",
        [tenant, flag],
        { flag },
        { refs: { targetId: idOf(nameOf(tenant, "workos:Organization")) } },
      ),
    ),
});

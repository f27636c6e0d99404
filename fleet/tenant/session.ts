import { z } from "zod";
import { tenantSection } from "../section.ts";

/** How long people stay signed in. Declared, for policies: WorkOS has one setting for the whole environment. */
export const session = tenantSection({
  shared: {
    session: z
      .strictObject({
        /** Declared, for policies: 5 to 43,200 minutes (30 days). @default 480 */
        lifetimeMinutes: z.int().min(5).max(43_200).exactOptional(),
      })
      .exactOptional(),
  },
  facts: ({ session }) => ({ session: { lifetimeMinutes: 480, ...session } }),
});

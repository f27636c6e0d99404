import { z } from "zod";
import { asSet } from "../../providers/contract/fields.ts";
import { domain } from "../../providers/workos/fields.ts";
import { tenantSection } from "../section.ts";

/** Who may join without an invitation. Declared, for policies and for the application: WorkOS has no such setting. */
export const signUp = tenantSection({
  shared: {
    /** Declared, for policies: whether people can join by themselves. @default false */
    allowSignups: z.boolean().exactOptional(),
    /** Declared, for policies: of which domains people are let in. @default none */
    allowedEmailDomains: z.array(domain).transform(asSet).exactOptional(),
  },
  facts: ({ allowSignups = false, allowedEmailDomains = [] }) => ({ allowSignups, allowedEmailDomains }),
});

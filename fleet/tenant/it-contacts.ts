import { z } from "zod";
import { email, setupIntents } from "../../providers/workos/fields.ts";
import { inOrder } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { tenantSection } from "../section.ts";
import { inOrganization } from "./organization.ts";

/** Who at the customer sets single sign-on and the like up in the Admin Portal. */
export const itContacts = tenantSection({
  own: {
    itContacts: z
      .array(
        z.strictObject({
          email,
          /** What they are invited to set up, by an e-mail with a link; `[]` takes an invitation back. Left out: left alone. */
          invite: setupIntents.exactOptional(),
        }),
      )
      .refine((contacts) => contacts.filter(({ invite }) => invite?.length).length <= 1, {
        error: "has more than one with invite: WorkOS has one invitation of an organization at a time",
      })
      .exactOptional(),
  },
  distinct: [{ items: ["itContacts", each], by: ["email"], caseless: true }],
  facts: ({ itContacts }) => ({
    itContacts: inOrder(itContacts, ({ email }) => email).map(({ email, invite }) => ({ email, invite: invite ?? [] })),
  }),
  declare: ({ itContacts }, { tenant }) =>
    inOrder(itContacts, ({ email }) => email).map(({ email, invite }) =>
      declaration("workos:ItContact", [tenant, email], { email, ...(invite && { invite }) }, inOrganization(tenant)),
    ),
});

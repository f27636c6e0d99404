import { z } from "zod";
import { type Endpoint, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import { email } from "../fields.ts";
import { iso, type WorkosStore } from "../store.ts";

const url = z.string().refine((text) => URL.canParse(text), "must be a URL");
const schema = z.object({
  organization: z.string(),
  intent: z
    .enum([
      "sso",
      "dsync",
      "audit_logs",
      "log_streams",
      "domain_verification",
      "certificate_renewal",
      "bring_your_own_key",
    ])
    .optional(),
  return_url: url.optional(),
  success_url: url.optional(),
  it_contact_emails: z.array(email).max(20, "has too many addresses").optional(),
  external_user_id: z.string().optional(),
});
const revokeSchema = z.object({ organization: z.string(), external_user_id: z.string() });

/** Links to the Admin Portal. Each one is new; those made for somebody are kept. The emulator has no portal behind them. */
export function portalLinkEndpoints(store: WorkosStore): Endpoint[] {
  return [
    post("/portal/generate_link", (call) => {
      const { organization, external_user_id } = valid(schema, call.body);
      const organization_id = existingOrganization(store, organization).id;
      const token = randomText(40);
      if (external_user_id !== undefined)
        store.portalLinks.insert({ id: token, organization_id, external_user_id, created_at: iso(call.now) });
      return { status: 201, body: { link: `https://setup.workos.com?token=${token}` } };
    }),

    // ASSUMED: it is answered 204, and for somebody without links too.
    post("/portal/revoke_link", (call) => {
      const { organization, external_user_id } = valid(revokeSchema, call.body);
      for (const link of [...store.portalLinks.group("organization_id", existingOrganization(store, organization).id)])
        if (link.external_user_id === external_user_id) store.portalLinks.delete(link.id);
      return { status: 204 };
    }),
  ];
}

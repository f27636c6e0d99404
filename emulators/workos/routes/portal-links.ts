import { z } from "zod";
import { type Endpoint, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import { email } from "../fields.ts";
import type { WorkosStore } from "../store.ts";

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
});

/** Links to the Admin Portal. Each one is new and is not stored. The emulator has no portal behind them. */
export function portalLinkEndpoints(store: WorkosStore): Endpoint[] {
  return [
    post("/portal/generate_link", (call) => {
      const { organization } = valid(schema, call.body);
      existingOrganization(store, organization);
      return { status: 201, body: { link: `https://setup.workos.com?token=${randomText(40)}` } };
    }),
  ];
}

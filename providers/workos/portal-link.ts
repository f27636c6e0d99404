import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { workos } from "./client.ts";
import { UnansweredError } from "./unanswered-error.ts";

/** What the customer's administrator is to do behind the link. */
const intents = [
  "sso",
  "dsync",
  "audit_logs",
  "log_streams",
  "domain_verification",
  "certificate_renewal",
  "bring_your_own_key",
] as const;

const schema = z.strictObject({
  organizationId: z.string().trim().min(1),
  intent: z.enum(intents),
  returnUrl: z.url().optional(),
  successUrl: z.url().optional(),
  itContactEmails: z
    .array(z.string().trim().pipe(z.email("must be an e-mail address")))
    .max(20, "has more than the 20 addresses that WorkOS takes")
    .optional(),
});

export interface PortalLinkArgs {
  readonly organizationId: string;
  /** What the link is for, e.g. `sso` to set up a connection. */
  readonly intent: (typeof intents)[number];
  /** Where the administrator goes on leaving. @default what the WorkOS dashboard says, "Redirects" */
  readonly returnUrl?: string;
  /** Where the administrator goes when it is done. @default as `returnUrl` */
  readonly successUrl?: string;
  /** Up to 20 people who may use the Admin Portal for this organization. */
  readonly itContactEmails?: readonly string[];
}

/**
 * A link to the WorkOS Admin Portal, where a customer's administrator sets up what no API can: an SSO connection, a
 * directory, a log stream. Whoever has it is let in, for about five minutes; so it is asked for when somebody is about to
 * follow it, kept nowhere, and no resource. Each call makes another one. A preview makes none.
 *
 * @throws UnansweredError for arguments that WorkOS would not take, and with what it said when it refused
 * Source: WorkOS API reference, "Admin Portal".
 */
export async function portalLink(args: PortalLinkArgs): Promise<string> {
  const checked = schema.safeParse(args);
  if (!checked.success) throw UnansweredError.ofArguments("portalLink", checked.error);
  if (pulumi.runtime.isDryRun())
    throw new UnansweredError("portalLink: a preview makes no link; ask for it when `!pulumi.runtime.isDryRun()`");
  const { organizationId, intent, returnUrl, successUrl, itContactEmails } = checked.data;
  try {
    const { link } = await workos.connect().writer.post<{ link: string }>("/portal/generate_link", {
      organization: organizationId,
      intent,
      return_url: returnUrl,
      success_url: successUrl,
      it_contact_emails: itContactEmails,
    });
    return link;
  } catch (error) {
    throw UnansweredError.of("portalLink", error);
  }
}

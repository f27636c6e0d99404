import * as pulumi from "@pulumi/pulumi";
import { words } from "../contract/words.ts";
import { answering } from "../host/lookup.ts";
import { at, snakeCase, z } from "../kit.ts";
import { workos } from "./client.ts";
import { email } from "./fields.ts";

const schema = z.strictObject({
  organizationId: z.string().trim().min(1),
  /** What the customer's administrator is to do behind the link, e.g. `sso` to set up a connection. */
  intent: z.enum(words("sso dsync audit_logs log_streams domain_verification certificate_renewal bring_your_own_key")),
  /** Where the administrator goes on leaving. @default what the WorkOS dashboard says, "Redirects" */
  returnUrl: z.url().optional(),
  /** Where the administrator goes when it is done. @default as `returnUrl` */
  successUrl: z.url().optional(),
  /** Up to 20 people who may use the Admin Portal for this organization. */
  itContactEmails: z.array(email).max(20, "has more than the 20 addresses that WorkOS takes").readonly().optional(),
});

export type PortalLinkArgs = Readonly<z.input<typeof schema>>;

/**
 * A link to the WorkOS Admin Portal, where a customer's administrator sets up what no API can: an SSO connection, a
 * directory, a log stream. Whoever has it is let in, for about five minutes; so it is asked for when somebody is about to
 * follow it, kept nowhere, and no resource. Each call makes another one. A preview makes none.
 *
 * @throws UnansweredError for arguments that WorkOS would not take, and with what it said when it refused
 * Source: WorkOS API reference, "Admin Portal".
 */
export const portalLink = (args: PortalLinkArgs): Promise<string> =>
  answering("portalLink", schema, args, async ({ organizationId: organization, ...link }) => {
    if (pulumi.runtime.isDryRun())
      throw new Error("a preview makes no link; ask for it when `!pulumi.runtime.isDryRun()`");
    const body = { organization, ...snakeCase(link) };
    return (await workos.connect().writer.post<{ link: string }>(at`/portal/generate_link`, body)).link;
  });

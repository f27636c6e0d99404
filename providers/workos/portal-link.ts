import * as pulumi from "@pulumi/pulumi";
import { words } from "../contract/words.ts";
import { answering } from "../host/lookup.ts";
import { at, snakeCase, z } from "../kit.ts";
import { workos } from "./client.ts";
import { email } from "./fields.ts";

const organizationId = z.string().trim().min(1);
const externalUserId = z.string().trim().min(1);

const schema = z.strictObject({
  organizationId,
  /** What the customer's administrator is to do behind the link, e.g. `sso` to set up a connection. */
  intent: z.enum(words("sso dsync audit_logs log_streams domain_verification certificate_renewal bring_your_own_key")),
  /** Where the administrator goes on leaving. @default what the WorkOS dashboard says, "Redirects" */
  returnUrl: z.url().optional(),
  /** Where the administrator goes when it is done. @default as `returnUrl` */
  successUrl: z.url().optional(),
  /** Up to 20 people who may use the Admin Portal for this organization. */
  itContactEmails: z.array(email).max(20, "has more than the 20 addresses that WorkOS takes").readonly().optional(),
  /** Your own id of whom it is made for, by which `revokePortalLinks` takes it back. A link without one cannot be taken back. */
  externalUserId: externalUserId.optional(),
});

const revocation = z.strictObject({
  organizationId,
  /** As `portalLink` was given it. */
  externalUserId,
});

export type PortalLinkArgs = Readonly<z.input<typeof schema>>;
export type RevokePortalLinksArgs = Readonly<z.input<typeof revocation>>;

/**
 * A link to the WorkOS Admin Portal, where a customer's administrator sets things up: a directory or a log stream, which no
 * API can, or an SSO connection that you do not declare. Whoever has it is let in, for about five minutes; so it is asked
 * for when somebody is about to follow it, kept nowhere, and no resource. Each call makes another one. A preview makes none.
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

/**
 * Takes back every link to the Admin Portal that was made for somebody of your own in that organization, and ends what they
 * have open there: they left, or may not set things up any more. Somebody without links has none afterwards either. A preview
 * takes nothing back. Links without an `externalUserId` stay.
 *
 * @throws UnansweredError for arguments that WorkOS would not take, and with what it said when it refused
 * Source: WorkOS's Python client 10.8.0, `AdminPortal`. ASSUMED: for somebody without links it is no error.
 */
export const revokePortalLinks = (args: RevokePortalLinksArgs): Promise<void> =>
  answering("revokePortalLinks", revocation, args, async ({ organizationId: organization, externalUserId }) => {
    if (pulumi.runtime.isDryRun())
      throw new Error("a preview takes no link back; ask for it when `!pulumi.runtime.isDryRun()`");
    // Sent again when its answer is lost: it does nothing more a second time.
    await workos.connect().writer.repost(at`/portal/revoke_link`, { organization, external_user_id: externalUserId });
  });

import { words } from "../contract/words.ts";

const events = <const Subject extends string, const What extends string>(subject: Subject, what: What) =>
  words(what).map((each) => `${subject}.${each}` as const);

/**
 * What a webhook endpoint can be told of. The change feed has more: vault objects, directory tokens and refused actions go
 * to no endpoint. Source: WorkOS OpenAPI description 0.61, `CreateWebhookEndpointDto.events`.
 */
export const WEBHOOK_EVENTS = [
  ...events("agent.registration", "claim.attempt.created claim.completed created credential.issued deleted expired"),
  ...events("agent.registration", "organization.switched refreshed revoked"),
  ...events("api_key", "created revoked updated"),
  ...events("authentication", "email_verification_succeeded magic_auth_failed magic_auth_succeeded mfa_succeeded"),
  ...events("authentication", "oauth_failed oauth_succeeded passkey_failed passkey_succeeded password_failed"),
  ...events("authentication", "password_succeeded radar_risk_detected reauthentication_succeeded sso_failed"),
  ...events("authentication", "sso_started sso_succeeded sso_timed_out"),
  ...events("connection", "activated deactivated deleted saml_certificate_renewal_required saml_certificate_renewed"),
  ...events("dsync", "activated deleted"),
  ...events("dsync.group", "created deleted updated user_added user_removed"),
  ...events("dsync.user", "created deleted updated"),
  ...events("email_verification", "created"),
  ...events("flag", "created deleted rule_updated updated"),
  ...events("group", "created deleted member_added member_removed updated"),
  ...events("invitation", "accepted created resent revoked"),
  ...events("magic_auth", "created"),
  ...events("organization", "created deleted updated"),
  ...events("organization_domain", "created deleted updated verification_failed verified"),
  ...events("organization_membership", "created deleted updated"),
  ...events("organization_role", "created deleted updated"),
  ...events("password_reset", "created succeeded"),
  ...events("permission", "created deleted updated"),
  ...events("pipes.connected_account", "connected connection_failed disconnected reauthorization_needed"),
  ...events("radar", "challenge_created"),
  ...events("role", "created deleted updated"),
  ...events("session", "created revoked"),
  ...events("user", "created deleted updated"),
  ...events("waitlist_user", "approved created denied"),
];

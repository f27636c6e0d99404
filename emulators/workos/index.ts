import type { Vendor } from "../core/api.ts";
import { EmulatorClock } from "../core/clock.ts";
import { randomText } from "../core/ids.ts";
import { type EmulatorOptions, EmulatorServer } from "../core/server.ts";
import type { Switches } from "../core/switches.ts";
import { unauthorized, workosErrors } from "./errors.ts";
import { WORKOS_LIMITS } from "./limits.ts";
import { newEnvironment } from "./new-environment.ts";
import { agentBlueprintEndpoints } from "./routes/agent-blueprints.ts";
import { agentInstanceEndpoints } from "./routes/agent-instances.ts";
import { agentRegistrationControl, agentRegistrationEndpoints } from "./routes/agent-registrations.ts";
import { agentSessionEndpoints } from "./routes/agent-sessions.ts";
import { agentTokenEndpoints, userSessionControl } from "./routes/agent-tokens.ts";
import { apiKeyControl, apiKeyEndpoints } from "./routes/api-keys.ts";
import { appHomepageUrlEndpoints } from "./routes/app-homepage-url.ts";
import { auditLogEventEndpoints } from "./routes/audit-log-events.ts";
import { auditLogSchemaEndpoints } from "./routes/audit-log-schemas.ts";
import { auditLogSettingsControl, auditLogSettingsEndpoints } from "./routes/audit-log-settings.ts";
import { authenticationFactorEndpoints } from "./routes/authentication-factors.ts";
import { authkitOauthResourceControl, authkitOauthResourceEndpoints } from "./routes/authkit-oauth-resources.ts";
import { authorizationAccessEndpoints } from "./routes/authorization-access.ts";
import { authorizationResourceControl, authorizationResourceEndpoints } from "./routes/authorization-resources.ts";
import { authorizedApplicationControl, authorizedApplicationEndpoints } from "./routes/authorized-applications.ts";
import { clientSecretControl, connectApplicationEndpoints } from "./routes/connect-applications.ts";
import { connectedAccountEndpoints } from "./routes/connected-accounts.ts";
import { connectionControl, connectionEndpoints } from "./routes/connections.ts";
import { corsOriginEndpoints } from "./routes/cors-origins.ts";
import { dataIntegrationConfigurationEndpoints } from "./routes/data-integration-configurations.ts";
import {
  dataIntegrationConnectionControl,
  dataIntegrationConnectionEndpoints,
} from "./routes/data-integration-connections.ts";
import { dataIntegrationEndpoints } from "./routes/data-integrations.ts";
import { dataProviderEndpoints } from "./routes/data-providers.ts";
import { directoryControl, directoryEndpoints, directoryTokenControl } from "./routes/directories.ts";
import { directoryGroupControl, directoryGroupEndpoints } from "./routes/directory-groups.ts";
import { directoryUserControl, directoryUserEndpoints } from "./routes/directory-users.ts";
import { emailChangeControl, emailChangeEndpoints } from "./routes/email-changes.ts";
import { eventEndpoints } from "./routes/events.ts";
import { featureFlagControl, featureFlagEndpoints } from "./routes/feature-flags.ts";
import { groupRoleAssignmentEndpoints } from "./routes/group-role-assignments.ts";
import { groupEndpoints } from "./routes/groups.ts";
import { invitationEndpoints } from "./routes/invitations.ts";
import { itContactControl, itContactEndpoints } from "./routes/it-contacts.ts";
import { jwtTemplateEndpoints } from "./routes/jwt-template.ts";
import { organizationDomainControl, organizationDomainEndpoints } from "./routes/organization-domains.ts";
import { membershipControl, membershipEndpoints } from "./routes/organization-memberships.ts";
import { organizationRoleEndpoints } from "./routes/organization-roles.ts";
import { organizationEndpoints } from "./routes/organizations.ts";
import { passwordlessSessionEndpoints } from "./routes/passwordless-sessions.ts";
import { permissionControl, permissionEndpoints } from "./routes/permissions.ts";
import { platformTeamEndpoints } from "./routes/platform-teams.ts";
import { portalLinkEndpoints } from "./routes/portal-links.ts";
import { redirectUriControl, redirectUriEndpoints } from "./routes/redirect-uris.ts";
import { roleAssignmentEndpoints } from "./routes/role-assignments.ts";
import { roleEndpoints } from "./routes/roles.ts";
import { samlCertificateControl, samlCertificateEndpoints } from "./routes/saml-certificates.ts";
import { userControl, userEndpoints } from "./routes/users.ts";
import { vaultEndpoints } from "./routes/vault.ts";
import { waitlistEndpoints } from "./routes/waitlists.ts";
import { webhookEndpointEndpoints } from "./routes/webhook-endpoints.ts";
import { madeWorkosEstate, type WorkosEstate, workosSeed } from "./seed.ts";
import { WORKOS_OPERATIONS } from "./specification.ts";
import { WorkosStore } from "./store.ts";
import { type WorkosSwitches, workosSwitches } from "./switches.ts";

export type { WorkosEstate } from "./seed.ts";

export interface WorkosOptions extends EmulatorOptions {
  /** The only key that is accepted. @default "sk_test_tenantry_emulator" */
  readonly apiKey?: string;
  readonly switches?: Partial<WorkosSwitches>;
  /** Start without the Test Organization, its people, and whatever else is not in every environment. @default false */
  readonly blank?: boolean;
  /** Objects to make at the start, in addition to those of a new environment. `reset` does not make them again. */
  readonly seed?: WorkosEstate;
  /** Adds a made-up estate of this many customers. It is always the same, with irregularities as in real ones. @default 0 */
  readonly size?: number;
}

/** A running WorkOS environment. `url` has no path; `new WorkOS({ apiHostname: "127.0.0.1", port, https: false })` works too. */
export interface WorkosEmulator extends EmulatorServer {
  readonly apiKey: string;
  /** Behaviours the documentation leaves open. */
  readonly switches: WorkosStore["switches"];
}

/**
 * Starts a local WorkOS on 127.0.0.1.
 * @throws if the port is taken, or if the seed is refused; the error names the request, and the server is closed.
 */
export async function startWorkos(options: WorkosOptions = {}): Promise<WorkosEmulator> {
  const apiKey = options.apiKey ?? "sk_test_tenantry_emulator";
  const clock = new EmulatorClock(options.startAt);
  const switches = workosSwitches(options.switches);
  const store = new WorkosStore(switches);
  const renew = () => newEnvironment(store, clock.now(), { blank: options.blank ?? false });
  renew();
  const server = await EmulatorServer.start(workosVendor(store, apiKey, renew), clock, options);
  await server.furnish(options.seed, options.size ? madeWorkosEstate(options.size) : undefined);
  return Object.assign(server, { apiKey, switches });
}

function workosVendor(store: WorkosStore, apiKey: string, renew: () => void): Vendor {
  return {
    name: "WorkOS",
    basePath: "",
    endpoints: [
      ...organizationEndpoints(store),
      ...organizationDomainEndpoints(store),
      ...permissionEndpoints(store),
      ...roleEndpoints(store),
      ...organizationRoleEndpoints(store),
      ...userEndpoints(store),
      ...emailChangeEndpoints(store),
      ...authenticationFactorEndpoints(store),
      ...membershipEndpoints(store),
      ...invitationEndpoints(store),
      ...groupEndpoints(store),
      ...apiKeyEndpoints(store),
      ...connectApplicationEndpoints(store),
      ...authorizedApplicationEndpoints(store),
      ...webhookEndpointEndpoints(store),
      ...redirectUriEndpoints(store),
      ...corsOriginEndpoints(store),
      ...authkitOauthResourceEndpoints(store),
      ...waitlistEndpoints(store),
      ...appHomepageUrlEndpoints(),
      ...jwtTemplateEndpoints(store),
      ...auditLogSchemaEndpoints(store),
      ...auditLogEventEndpoints(store),
      ...auditLogSettingsEndpoints(store),
      ...featureFlagEndpoints(store),
      ...connectionEndpoints(store),
      ...samlCertificateEndpoints(store),
      ...directoryEndpoints(store),
      ...directoryUserEndpoints(store),
      ...directoryGroupEndpoints(store),
      ...portalLinkEndpoints(store),
      ...itContactEndpoints(store),
      ...passwordlessSessionEndpoints(store),
      ...platformTeamEndpoints(store),
      ...authorizationResourceEndpoints(store),
      ...groupRoleAssignmentEndpoints(store),
      ...roleAssignmentEndpoints(store),
      ...authorizationAccessEndpoints(store),
      ...dataIntegrationEndpoints(store),
      ...dataIntegrationConfigurationEndpoints(store),
      ...dataIntegrationConnectionEndpoints(store),
      ...connectedAccountEndpoints(store),
      ...dataProviderEndpoints(store),
      ...agentBlueprintEndpoints(store),
      ...agentTokenEndpoints(store),
      ...agentInstanceEndpoints(store),
      ...agentSessionEndpoints(store),
      ...agentRegistrationEndpoints(store),
      ...vaultEndpoints(store),
      ...eventEndpoints(store),
    ],
    specification: WORKOS_OPERATIONS,
    errors: workosErrors,
    control: [
      ...permissionControl(store),
      ...membershipControl(store),
      ...userControl(store),
      ...emailChangeControl(store),
      ...apiKeyControl(store),
      ...clientSecretControl(store),
      ...authorizedApplicationControl(store),
      ...organizationDomainControl(store),
      ...redirectUriControl(store),
      ...authkitOauthResourceControl(store),
      ...auditLogSettingsControl(store),
      ...featureFlagControl(store),
      ...authorizationResourceControl(store),
      ...connectionControl(store),
      ...samlCertificateControl(store),
      ...itContactControl(store),
      ...directoryControl(store),
      ...directoryTokenControl(store),
      ...directoryUserControl(store),
      ...directoryGroupControl(store),
      ...userSessionControl(store),
      ...agentRegistrationControl(store),
      ...dataIntegrationConnectionControl(store),
    ],
    switches: store.switches as Switches,
    collections: Object.values(store.collections()),
    limits: WORKOS_LIMITS,
    authenticate: (authorization) => (authorization === `Bearer ${apiKey}` ? undefined : unauthorized),
    responseHeaders: () => ({ "x-request-id": `req_${randomText(24)}` }),
    runDue: (now) => store.schedule.runDue(now),
    reset: renew,
    seed: workosSeed,
    dump: () => store.dump(),
  };
}

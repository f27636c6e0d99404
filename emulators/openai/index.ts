import type { Answer, Vendor } from "../core/api.ts";
import { EmulatorClock } from "../core/clock.ts";
import { randomText } from "../core/ids.ts";
import { type EmulatorOptions, EmulatorServer } from "../core/server.ts";
import type { Switches } from "../core/switches.ts";
import { shaped } from "./answers.ts";
import { insufficientKey, missingKey, openaiErrors, otherOrganization, wrongKey } from "./errors.ts";
import { OPENAI_LIMITS } from "./limits.ts";
import { newOrganization } from "./new-organization.ts";
import { adminApiKeyEndpoints } from "./routes/admin-api-keys.ts";
import { apiKeyControl, apiKeyEndpoints } from "./routes/api-keys.ts";
import { auditLogEndpoints } from "./routes/audit-logs.ts";
import { certificateEndpoints } from "./routes/certificates.ts";
import { costEndpoints } from "./routes/costs.ts";
import { dataRetentionEndpoints } from "./routes/data-retention.ts";
import { externalKeyEndpoints } from "./routes/external-keys.ts";
import { externalStorageEndpoints } from "./routes/external-storage.ts";
import { federationRuleEndpoints } from "./routes/federation-rules.ts";
import { groupUserEndpoints } from "./routes/group-users.ts";
import { groupEndpoints } from "./routes/groups.ts";
import { hostedToolEndpoints } from "./routes/hosted-tool-permissions.ts";
import { inviteControl, inviteEndpoints } from "./routes/invites.ts";
import { modelPermissionEndpoints } from "./routes/model-permissions.ts";
import { projectGroupEndpoints } from "./routes/project-groups.ts";
import { projectUserEndpoints } from "./routes/project-users.ts";
import { projectEndpoints } from "./routes/projects.ts";
import { rateLimitEndpoints } from "./routes/rate-limits.ts";
import { roleAssignmentEndpoints } from "./routes/role-assignments.ts";
import { roleEndpoints } from "./routes/roles.ts";
import { serviceAccountEndpoints } from "./routes/service-accounts.ts";
import { serviceTierEndpoints } from "./routes/service-tier-settings.ts";
import { spendAlertEndpoints } from "./routes/spend-alerts.ts";
import { spendLimitEndpoints } from "./routes/spend-limits.ts";
import { usageEndpoints } from "./routes/usage.ts";
import { userEndpoints } from "./routes/users.ts";
import { identityProviderEndpoints } from "./routes/workload-identity-providers.ts";
import { madeOpenaiEstate, type OpenaiEstate, openaiSeed } from "./seed.ts";
import { OPENAI_OPERATIONS } from "./specification.ts";
import { OpenaiStore, ORGANIZATION_ID, seconds } from "./store.ts";
import { type OpenaiSwitches, openaiSwitches } from "./switches.ts";

export type { OpenaiEstate } from "./seed.ts";

export interface OpenaiOptions extends EmulatorOptions {
  /** The key that is accepted, like admin keys made later. @default "sk-admin-tenantry-emulator" */
  readonly adminApiKey?: string;
  readonly switches?: Partial<OpenaiSwitches>;
  /** Start without members, their keys, costs, and whatever else is not in every organization. @default false */
  readonly blank?: boolean;
  /** Objects to make at the start, in addition to those of a new organization. `reset` does not make them again. */
  readonly seed?: OpenaiEstate;
  /** Adds a made-up estate of this many customers. It is always the same, with irregularities as in real ones. @default 0 */
  readonly size?: number;
}

/** A running OpenAI organization. `url` ends in /v1, as OpenAI's clients take it. */
export interface OpenaiEmulator extends EmulatorServer {
  readonly adminApiKey: string;
  /** The organization that the key is of, e.g. for `OPENAI_ORG_ID`. */
  readonly organizationId: string;
  /** Behaviours the documentation leaves open. */
  readonly switches: Switches<OpenaiSwitches>;
}

/**
 * Starts a local OpenAI administration API on 127.0.0.1.
 * @throws if the port is taken, or if the seed is refused; the error names the request, and the server is closed.
 */
export async function startOpenai(options: OpenaiOptions = {}): Promise<OpenaiEmulator> {
  const adminApiKey = options.adminApiKey ?? "sk-admin-tenantry-emulator";
  const clock = new EmulatorClock(options.startAt);
  const switches = openaiSwitches(options.switches);
  const store = new OpenaiStore(switches);
  const renew = () => newOrganization(store, clock.now(), { adminApiKey, blank: options.blank ?? false });
  renew();
  const server = await EmulatorServer.start(openaiVendor(store, clock, renew), clock, options);
  await server.furnish(options.seed, options.size ? madeOpenaiEstate(options.size, clock.now()) : undefined);
  return Object.assign(server, { adminApiKey, organizationId: ORGANIZATION_ID, switches });
}

function openaiVendor(store: OpenaiStore, clock: EmulatorClock, renew: () => void): Vendor {
  return {
    name: "OpenAI",
    basePath: "/v1",
    endpoints: [
      ...projectEndpoints(store),
      ...projectUserEndpoints(store),
      ...projectGroupEndpoints(store),
      ...serviceAccountEndpoints(store),
      ...apiKeyEndpoints(store),
      ...rateLimitEndpoints(store),
      ...modelPermissionEndpoints(store),
      ...hostedToolEndpoints(store),
      ...serviceTierEndpoints(store),
      ...dataRetentionEndpoints(store),
      ...spendLimitEndpoints(store),
      ...spendAlertEndpoints(store),
      ...userEndpoints(store),
      ...inviteEndpoints(store),
      ...groupEndpoints(store),
      ...groupUserEndpoints(store),
      ...roleEndpoints(store),
      ...roleAssignmentEndpoints(store),
      ...adminApiKeyEndpoints(store),
      ...certificateEndpoints(store),
      ...externalKeyEndpoints(store),
      ...externalStorageEndpoints(store),
      ...identityProviderEndpoints(store),
      ...federationRuleEndpoints(store),
      ...costEndpoints(store),
      ...usageEndpoints(store),
      ...auditLogEndpoints(store),
    ].map((endpoint) => shaped(endpoint, () => store.switches.values)),
    specification: OPENAI_OPERATIONS,
    errors: openaiErrors,
    control: [...inviteControl(store), ...apiKeyControl(store)],
    switches: store.switches as Switches,
    collections: Object.values(store.collections),
    limits: OPENAI_LIMITS,
    authenticate: (authorization, headers) =>
      judgeKey(authorization, store, clock.now()) ?? judgeOrganization(headers.get("openai-organization")),
    responseHeaders: () => ({ "x-request-id": `req_${randomText(24)}`, "openai-version": "2020-10-01" }),
    runDue: () => {},
    reset: renew,
    seed: (estate, act) => openaiSeed(estate, act, store, clock.now()),
    dump: () => store.dump(),
  };
}

const judgeOrganization = (id: string | null): Answer | undefined =>
  id === null || id === ORGANIZATION_ID ? undefined : otherOrganization;

function judgeKey(authorization: string | undefined, store: OpenaiStore, now: Date): Answer | undefined {
  if (authorization === undefined) return missingKey;
  const key = store.adminKeyOf(authorization);
  if (key && (key.expires_at ?? Number.POSITIVE_INFINITY) > seconds(now)) {
    store.adminKeyUses.set(key.id, seconds(now));
    return undefined;
  }
  const isOrdinaryKey = /^Bearer sk-(?!admin-)\S+$/.test(authorization);
  return isOrdinaryKey ? insufficientKey : wrongKey;
}

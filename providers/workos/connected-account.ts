import { ABSENT, type Api, advise, at, defineResource, fail, given, secret, VendorError, z } from "../kit.ts";
import { workos } from "./client.ts";
import { endsOtherwise } from "./client-credentials.ts";
import { accountIdentifier, accountLabel, integrationSlug, timestamp, vendorId } from "./fields.ts";

interface Account {
  id: string;
  organization_id: string | null;
  account_identifier: string | null;
  account_display_name: string | null;
  /** WorkOS's clients take none for OAuth. */
  auth_method?: "oauth" | "api_key" | "client_credentials" | null;
  api_key_last_4?: string | null;
  state: "connected" | "needs_reauthorization" | "disconnected";
  created_at: string;
}
/** An account does not say where it is. */
type AccountRow = Account & { slug: string };

interface ProviderRow {
  slug: string;
  connected_accounts?: Account[];
}

const inputs = z
  .strictObject({
    organizationId: vendorId,
    /** Of an `OrganizationDataIntegration` with the `authMethods` `api_key`. */
    slug: integrationSlug,
    /** What you call the account there. The natural key in the organization and the integration; WorkOS does not hold it unique. */
    accountIdentifier,
    /** Shown to people; null for none. */
    accountDisplayName: accountLabel.optional(),
    /** WorkOS shows its last four characters only: a refresh notices another key by them. Omitted: that of an imported account. */
    apiKey: secret(z.string().min(1).optional()),
    /**
     * In whose name the key is given: an active member of the organization. WorkOS forgets the key once they leave, and another
     * member's id has to be declared. Goes with `apiKey`.
     */
    userId: vendorId.optional(),
  })
  .refine(({ apiKey, userId }) => (apiKey === undefined) === (userId === undefined), {
    path: ["userId"],
    error: "apiKey and userId go together: a key is given in the name of a member",
  });
type Declared = z.output<typeof inputs>;

/**
 * An account of one organization at a third party, connected by API key and shared by its people (WorkOS Pipes). Accounts
 * that somebody connected by OAuth or by client credentials are no part of it. It is always made beside what is there; one of
 * the same identifier that has a key is taken over with a warning, and given the declared one.
 * Source: WorkOS's Python client 10.8.0, `Pipes`. ASSUMED: whoever gives the key last is the member with whom it goes;
 * somebody else's `established_by_user_id` after that would show otherwise.
 * @removal disconnects; the key stays valid at the third party
 */
export class ConnectedAccount extends defineResource(workos, "ConnectedAccount", {
  inputs,
  outputs: z.object({
    /** `connected`, or `needs_reauthorization` for one that has lost its key. */
    state: z.string(),
    createdAt: timestamp,
  }),
  parent: { organizationId: "workos:Organization" },
  key: ["slug", "accountIdentifier"],
  immutable: ["slug"],
  importId: ["organizationId", "slug", "id"],
  // Nothing tells of another label or another key.
  feed: {
    changes: ["pipes.connected_account.reauthorization_needed"],
    removals: ["pipes.connected_account.disconnected"],
  },
  removal: { leaves: ({ slug }) => `its API key stays valid at ${slug}: revoke it there` },
  async list(api, { organizationId }) {
    const path = at`/organizations/${organizationId}/data_providers`;
    const providers = await api.unpaged<ProviderRow>(path, { supports_multiple_connections: true });
    return providers.flatMap(({ slug, connected_accounts }) =>
      given(connected_accounts, "connected_accounts")
        .filter(isByKey)
        .map((account) => ({ ...account, slug })),
    );
  },
  lookAgain: accountOf,
  show: (row, { apiKey }) => ({
    organizationId: row.organization_id ?? undefined,
    slug: row.slug,
    accountIdentifier: row.account_identifier,
    accountDisplayName: row.account_display_name,
    ...(apiKey && (row.state !== "connected" || endsOtherwise(row.api_key_last_4, apiKey)) && { apiKey: null }),
    state: row.state,
    createdAt: row.created_at,
  }),
  born: (row) => new Date(row.created_at),
  async ensure(api, declared): Promise<AccountRow> {
    const path = at`/data-integrations/${declared.slug}/api-key`;
    const body = { ...bodyOf(declared, declared), connection_intent: "add" };
    return { ...(await api.post<Account>(path, body).catch(unlessMember)), slug: declared.slug };
  },
  // The key goes along with a label alone: the request that takes labels without one is for OAuth, and a state that it finds
  // no tokens for may not be what it was.
  async sync(api, changes, { id, ...declared }) {
    const path = at`/data-integrations/${declared.slug}/api-key`;
    const body = { ...bodyOf(declared, changes), connection_intent: "reauthorize", connected_account_id: id };
    return { ...(await api.put<Account>(path, body).catch(unlessMember)), slug: declared.slug };
  },
  async remove(api, known) {
    if (!(await accountOf(api, known))) return ABSENT;
    return api.delete(pathOf(known), selecting(known));
  },
}) {}

/** One that is disconnected counts as gone, and so does one that signs in otherwise by now: its key is no key any more. */
const isByKey = ({ auth_method, state }: Account): boolean => auth_method === "api_key" && state !== "disconnected";

type Selected = Pick<Declared, "organizationId" | "slug"> & { readonly id: string };

const pathOf = ({ organizationId, slug }: Selected) => at`/organizations/${organizationId}/connected_accounts/${slug}`;

/** Without it WorkOS takes the one account that is there for clients which know of one only. */
const selecting = ({ id }: Selected) => ({ supports_multiple_connections: true, connected_account_id: id });

async function accountOf(api: Api, known: Selected): Promise<AccountRow | undefined> {
  const row = await api.find<Account>(pathOf(known), selecting(known));
  return row && isByKey(row) ? { ...row, slug: known.slug } : undefined;
}

/** @throws Failure without a key, which is sent with everything */
function bodyOf({ userId, organizationId, apiKey, slug, accountIdentifier }: Declared, labels: Partial<Declared>) {
  if (apiKey === undefined || userId === undefined)
    throw fail(`nothing says what the API key of ${accountIdentifier} at ${slug} is`, "Declare apiKey and userId.");
  return {
    user_id: userId,
    organization_id: organizationId,
    connection_owner: "organization",
    secret: apiKey,
    account_identifier: labels.accountIdentifier,
    account_display_name: labels.accountDisplayName,
  };
}

const isForbidden = (error: unknown): error is VendorError =>
  error instanceof VendorError && error.request.status === 403;

const unlessMember = advise(
  isForbidden,
  "A key is given in the name of an active member of the organization: is `userId` one?",
);

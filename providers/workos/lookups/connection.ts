import { lookupsOf, type SetUpQuestion } from "./set-up-by-customers.ts";

/** How an organization's people sign in. The customer sets it up in the Admin Portal: see `portalLink`. */
export interface ConnectionFound {
  readonly id: string;
  readonly organizationId: string | null;
  /** E.g. `OktaSAML`. */
  readonly type: string;
  readonly name: string;
  /** `active` lets people in; also `requires_type`, `draft`, `validating`, `inactive`, `deleting`. */
  readonly state: string;
  readonly domains: readonly string[];
}

interface Row {
  id: string;
  organization_id?: string | null;
  connection_type: string;
  name: string;
  state: string;
  domains?: { domain: string }[];
}

const connections = lookupsOf({
  path: "/connections",
  words: ["connection", "connections"],
  names: { one: "getConnection", several: "listConnections" },
  found: (row: Row): ConnectionFound => ({
    id: row.id,
    organizationId: row.organization_id ?? null,
    type: row.connection_type,
    name: row.name,
    state: row.state,
    domains: (row.domains ?? []).map(({ domain }) => domain.toLowerCase()),
  }),
});

/** The SSO connections that fit, e.g. those of one organization. */
export const listConnections = (of: SetUpQuestion = {}): Promise<readonly ConnectionFound[]> => connections.list(of);

/**
 * One SSO connection, by its id or as the only one that fits.
 * @throws UnansweredError when none fits, or more than one, e.g. an inactive one beside the active one
 */
export const getConnection = (of: { readonly id: string } | SetUpQuestion): Promise<ConnectionFound> =>
  connections.get(of);

import type { ConnectionResponse } from "@workos-inc/node";
import { at } from "../../kit.ts";
import { lookupsOf, type SetUpQuestion } from "./set-up-by-customers.ts";

/** How an organization's people sign in: set up by the customer in the Admin Portal, see `portalLink`, or as an `SsoConnection`. */
export type ConnectionFound = Readonly<ReturnType<typeof found>>;

const found = (row: ConnectionResponse) => ({
  id: row.id,
  organizationId: row.organization_id ?? null,
  /** E.g. `OktaSAML`. */
  type: row.connection_type as string,
  name: row.name,
  /** `active` lets people in; also `requires_type`, `draft`, `validating`, `inactive`, `deleting`. */
  state: row.state as string,
  domains: (row.domains ?? []).map(({ domain }) => domain.toLowerCase()) as readonly string[],
});

const connections = lookupsOf(["Connection", "Connections"], at`/connections`, found);

/** The SSO connections that fit, e.g. those of one organization. */
export const listConnections = (of: SetUpQuestion = {}): Promise<readonly ConnectionFound[]> => connections.list(of);

/**
 * One SSO connection, by its id or as the only one that fits.
 * @throws UnansweredError when none fits, or more than one, e.g. an inactive one beside the active one
 */
export const getConnection = (of: { readonly id: string } | SetUpQuestion): Promise<ConnectionFound> =>
  connections.get(of);

import { z } from "zod";
import { type Answers, ask, idAlone, only, text } from "./question.ts";

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

/** Every part that is given must hold; none of them means all. */
export interface ConnectionQuestion {
  readonly organizationId?: string | undefined;
  readonly domain?: string | undefined;
  readonly type?: string | undefined;
  readonly state?: string | undefined;
}

interface Row {
  id: string;
  organization_id?: string | null;
  connection_type: string;
  name: string;
  state: string;
  domains?: { domain: string }[];
}

const path = "/connections";

const parts = {
  organizationId: text.optional(),
  domain: text.optional(),
  type: text.optional(),
  state: text.optional(),
};
const some = z.strictObject(parts);
const one = z.strictObject({ id: text.optional(), ...parts }).superRefine(idAlone);

/** The SSO connections that fit, e.g. those of one organization. */
export const listConnections = (of: ConnectionQuestion = {}): Promise<readonly ConnectionFound[]> =>
  ask("listConnections", some, of, fitting);

/**
 * One SSO connection, by its id or as the only one that fits.
 * @throws LookupError when none fits, or more than one, e.g. an inactive one beside the active one
 */
export const getConnection = (of: { readonly id: string } | ConnectionQuestion): Promise<ConnectionFound> =>
  ask("getConnection", one, of, async (answers, args) => {
    const { id } = args;
    const row = id === undefined ? undefined : await answers.find<Row>(`${path}/${encodeURIComponent(id)}`);
    const connections = id === undefined ? await fitting(answers, args) : row ? [found(row)] : [];
    return only(["connection", "connections"], args, connections);
  });

async function fitting(
  answers: Answers,
  { organizationId, domain, type, state }: ConnectionQuestion,
): Promise<readonly ConnectionFound[]> {
  const query = { organization_id: organizationId, domain: domain?.trim().toLowerCase() };
  // The list's own filter spells one type (`GithubOAuth`) otherwise than its rows do.
  return (await answers.list<Row>(path, query))
    .map(found)
    .filter((each) => (type === undefined || each.type === type) && (state === undefined || each.state === state));
}

const found = (row: Row): ConnectionFound => ({
  id: row.id,
  organizationId: row.organization_id ?? null,
  type: row.connection_type,
  name: row.name,
  state: row.state,
  domains: (row.domains ?? []).map(({ domain }) => domain.toLowerCase()),
});

import { z } from "zod";
import type { OrganizationRow } from "../organization.ts";
import { ask, only, onlyOneOf, text } from "./question.ts";

export interface OrganizationFound {
  readonly id: string;
  readonly name: string;
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly domains: readonly { readonly domain: string; readonly state: string }[];
}

export type OrganizationQuestion =
  | { readonly id: string }
  | { readonly externalId: string }
  | { readonly domain: string };

const path = "/organizations";

const one = z
  .strictObject({ id: text.optional(), externalId: text.optional(), domain: text.optional() })
  .superRefine(onlyOneOf("id", "externalId", "domain"));

/**
 * One organization, by its WorkOS id, by your own id of it, or by a domain that it has, verified or not.
 * @throws UnansweredError when there is none, or when several organizations have the domain
 */
export const getOrganization = (by: OrganizationQuestion): Promise<OrganizationFound> =>
  ask("getOrganization", one, by, async (answers, args) => {
    const { id, externalId, domain } = args;
    const rows: readonly (OrganizationRow | undefined)[] =
      domain !== undefined
        ? await answers.list<OrganizationRow>(path, { domains: canonical(domain) })
        : [await answers.find<OrganizationRow>(`${path}/${id === undefined ? external(externalId) : encode(id)}`)];
    const owners = rows
      .flatMap((row) => (row ? [found(row)] : []))
      .filter(({ domains }) => domain === undefined || domains.some((each) => each.domain === canonical(domain)));
    return only(["organization", "organizations"], args, owners);
  });

const some = z.strictObject({ search: text.optional() });

/**
 * All organizations of the environment.
 * @param of `search`: only those whose name has this text in it
 */
export const listOrganizations = (
  of: { readonly search?: string | undefined } = {},
): Promise<readonly OrganizationFound[]> =>
  ask("listOrganizations", some, of, async (answers, { search }) =>
    (await answers.list<OrganizationRow>(path, { search })).map(found),
  );

const encode = encodeURIComponent;
const external = (id = ""): string => `external_id/${encode(id)}`;
const canonical = (domain: string): string => domain.trim().toLowerCase();

const found = (row: OrganizationRow): OrganizationFound => ({
  id: row.id,
  name: row.name,
  externalId: row.external_id ?? null,
  metadata: row.metadata ?? {},
  domains: (row.domains ?? []).map(({ domain, state }) => ({ domain: canonical(domain), state: state ?? "" })),
});

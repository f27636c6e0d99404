import type { OrganizationResponse } from "@workos-inc/node";
import { at, z } from "../../kit.ts";
import { ask, type OneOf, oneOf, only, text } from "./question.ts";

export type OrganizationFound = Readonly<ReturnType<typeof found>>;

export type OrganizationQuestion = OneOf<"id" | "externalId" | "domain">;

const one = oneOf("id", "externalId", "domain");
const some = z.strictObject({
  /** Only those whose name has this text in it. */
  search: text.optional(),
});

/**
 * One organization, by its WorkOS id, by your own id of it, or by a domain that it has, verified or not.
 * @throws UnansweredError when there is none, or when several organizations have the domain
 */
export const getOrganization = (by: OrganizationQuestion): Promise<OrganizationFound> =>
  ask("getOrganization", one, by, async (answers, args) => {
    const { id, externalId = "", domain } = args;
    const words = ["organization", "organizations"] as const;
    if (domain === undefined) {
      const path = id === undefined ? at`/organizations/external_id/${externalId}` : at`/organizations/${id}`;
      const row = await answers.find<OrganizationResponse>(path);
      return only(words, args, [row && found(row)]);
    }
    const wanted = canonical(domain);
    const rows = await answers.list<OrganizationResponse>(at`/organizations`, { domains: wanted });
    const owners = rows.map(found).filter(({ domains }) => domains.some((each) => each.domain === wanted));
    return only(words, args, owners);
  });

/** All organizations of the environment, or those that fit. */
export const listOrganizations = (of: Readonly<z.input<typeof some>> = {}): Promise<readonly OrganizationFound[]> =>
  ask("listOrganizations", some, of, async (answers, { search }) =>
    (await answers.list<OrganizationResponse>(at`/organizations`, { search })).map(found),
  );

const canonical = (domain: string): string => domain.trim().toLowerCase();

const found = (row: OrganizationResponse) => ({
  id: row.id,
  name: row.name,
  externalId: row.external_id ?? null,
  metadata: (row.metadata ?? {}) as Readonly<Record<string, string>>,
  domains: (row.domains ?? []).map(({ domain, state }) => ({
    domain: canonical(domain),
    state: (state ?? "") as string,
  })),
});

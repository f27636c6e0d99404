import { lookupsOf, type SetUpQuestion } from "./set-up-by-customers.ts";

/** Where an organization's people come from. The customer sets it up in the Admin Portal: see `portalLink`. */
export interface DirectoryFound {
  readonly id: string;
  readonly organizationId: string | null;
  /** E.g. `okta scim v2.0`. */
  readonly type: string;
  readonly name: string;
  /** `linked` is at work; also `validating`, `invalid_credentials`, `unlinked`, `deleting`. */
  readonly state: string;
  readonly domain: string | null;
}

interface Row {
  id: string;
  organization_id?: string | null;
  type: string;
  name: string;
  state: string;
  domain?: string | null;
}

const directories = lookupsOf({
  path: "/directories",
  words: ["directory", "directories"],
  names: { one: "getDirectory", several: "listDirectories" },
  found: (row: Row): DirectoryFound => ({
    id: row.id,
    organizationId: row.organization_id ?? null,
    type: row.type,
    name: row.name,
    state: row.state,
    domain: row.domain?.toLowerCase() ?? null,
  }),
});

/** The directories that fit, e.g. those of one organization. */
export const listDirectories = (of: SetUpQuestion = {}): Promise<readonly DirectoryFound[]> => directories.list(of);

/**
 * One directory, by its id or as the only one that fits.
 * @throws UnansweredError when none fits, or more than one
 */
export const getDirectory = (of: { readonly id: string } | SetUpQuestion): Promise<DirectoryFound> =>
  directories.get(of);

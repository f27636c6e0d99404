import { z } from "zod";
import { type Answers, ask, idAlone, only, text } from "./question.ts";

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

/** Every part that is given must hold; none of them means all. */
export interface DirectoryQuestion {
  readonly organizationId?: string | undefined;
  readonly domain?: string | undefined;
  readonly type?: string | undefined;
  readonly state?: string | undefined;
}

interface Row {
  id: string;
  organization_id?: string | null;
  type: string;
  name: string;
  state: string;
  domain?: string | null;
}

const path = "/directories";

const parts = {
  organizationId: text.optional(),
  domain: text.optional(),
  type: text.optional(),
  state: text.optional(),
};
const some = z.strictObject(parts);
const one = z.strictObject({ id: text.optional(), ...parts }).superRefine(idAlone);

/** The directories that fit, e.g. those of one organization. */
export const listDirectories = (of: DirectoryQuestion = {}): Promise<readonly DirectoryFound[]> =>
  ask("listDirectories", some, of, fitting);

/**
 * One directory, by its id or as the only one that fits.
 * @throws LookupError when none fits, or more than one
 */
export const getDirectory = (of: { readonly id: string } | DirectoryQuestion): Promise<DirectoryFound> =>
  ask("getDirectory", one, of, async (answers, args) => {
    const { id } = args;
    const row = id === undefined ? undefined : await answers.find<Row>(`${path}/${encodeURIComponent(id)}`);
    const directories = id === undefined ? await fitting(answers, args) : row ? [found(row)] : [];
    return only(["directory", "directories"], args, directories);
  });

async function fitting(
  answers: Answers,
  { organizationId, domain, type, state }: DirectoryQuestion,
): Promise<readonly DirectoryFound[]> {
  const query = { organization_id: organizationId, domain: domain?.trim().toLowerCase() };
  return (await answers.list<Row>(path, query))
    .map(found)
    .filter((each) => (type === undefined || each.type === type) && (state === undefined || each.state === state));
}

const found = (row: Row): DirectoryFound => ({
  id: row.id,
  organizationId: row.organization_id ?? null,
  type: row.type,
  name: row.name,
  state: row.state,
  domain: row.domain?.toLowerCase() ?? null,
});

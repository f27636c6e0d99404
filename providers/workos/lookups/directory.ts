import type { DirectoryResponse } from "@workos-inc/node";
import { at } from "../../kit.ts";
import { lookupsOf, type SetUpQuestion } from "./set-up-by-customers.ts";

/** Where an organization's people come from. The customer sets it up in the Admin Portal: see `portalLink`. */
export type DirectoryFound = Readonly<ReturnType<typeof found>>;

const found = (row: DirectoryResponse) => ({
  id: row.id,
  organizationId: row.organization_id ?? null,
  /** E.g. `okta scim v2.0`. */
  type: row.type as string,
  name: row.name,
  /** `linked` is at work; also `validating`, `invalid_credentials`, `unlinked`, `deleting`. */
  state: row.state as string,
  domain: row.domain?.toLowerCase() ?? null,
});

const directories = lookupsOf(["Directory", "Directories"], at`/directories`, found);

/** The directories that fit, e.g. those of one organization. */
export const listDirectories = (of: SetUpQuestion = {}): Promise<readonly DirectoryFound[]> => directories.list(of);

/**
 * One directory, by its id or as the only one that fits.
 * @throws UnansweredError when none fits, or more than one
 */
export const getDirectory = (of: { readonly id: string } | SetUpQuestion): Promise<DirectoryFound> =>
  directories.get(of);

import type { ApplicationCredentialsListItemResponse } from "@workos-inc/node";
import { at, z } from "../../kit.ts";
import { ask, text } from "./question.ts";

/** What WorkOS shows of a client secret: never the secret itself. */
export type ClientSecretFound = Readonly<ReturnType<typeof found>>;

const some = z.strictObject({ applicationId: text });

/** The secrets of a Connect application. WorkOS knows no names of them. */
export const listApplicationClientSecrets = (
  of: Readonly<z.input<typeof some>>,
): Promise<readonly ClientSecretFound[]> =>
  ask("listApplicationClientSecrets", some, of, async (answers, { applicationId }) => {
    const path = at`/connect/applications/${applicationId}/client_secrets`;
    return (await answers.unpaged<ApplicationCredentialsListItemResponse>(path, "bare")).map(found);
  });

const found = (row: ApplicationCredentialsListItemResponse) => ({
  id: row.id,
  /** Its last characters. */
  secretHint: row.secret_hint,
  /** RFC 3339, as all times here. */
  createdAt: row.created_at,
  /** Null when nobody has used it yet. */
  lastUsedAt: row.last_used_at,
});

import { type Api, advise, at, defineResource, isConflict, unlessThere, z } from "../kit.ts";
import { workos } from "./client.ts";
import { redirectUri, timestamp } from "./fields.ts";

interface RedirectRow {
  id: string;
  uri: string;
  default: boolean;
  created_at: string;
}

const list = (api: Api): Promise<RedirectRow[]> => api.list(at`/user_management/redirect_uris`);

/**
 * An address to which people may be sent after signing in. Which one is the default is chosen in the dashboard, and the
 * default one cannot be deleted. Source: WorkOS API reference, "Redirect URI".
 * @removal deletes; WorkOS refuses it for the default one
 */
export class RedirectUri extends defineResource(workos, "RedirectUri", {
  inputs: z.strictObject({
    /** Where people may be sent after signing in, e.g. `https://app.example.com/callback`. */
    uri: redirectUri,
  }),
  outputs: z.object({
    /** Whether people are sent there when a sign-in names no address. Chosen in the dashboard. */
    isDefault: z.boolean(),
    createdAt: timestamp,
  }),
  key: ["uri"],
  list,
  show: (row) => ({ uri: row.uri, isDefault: row.default, createdAt: row.created_at }),
  ensure: (api, { uri }) =>
    api
      .post<RedirectRow>(at`/user_management/redirect_uris`, { uri })
      .catch(unlessThere(uri, async () => (await list(api)).some((row) => row.uri === uri))),
  remove: (api, { id, uri }) =>
    api
      .delete(at`/user_management/redirect_uris/${id}`)
      .catch(
        advise(
          isConflict,
          `${uri} is where people are sent by default: choose another default in the WorkOS dashboard, then run again.`,
        ),
      ),
}) {}

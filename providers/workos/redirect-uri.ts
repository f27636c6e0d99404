import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { ResourceError } from "../host/resource-error.ts";
import { isLoopback } from "../http/endpoint.ts";
import { ConflictError } from "../http/errors/conflict-error.ts";
import { InvalidRequestError } from "../http/errors/invalid-request-error.ts";
import { type WorkosClient, workos } from "./client.ts";

interface RedirectRow {
  id: string;
  uri: string;
  default: boolean;
}

/** https, or http to the machine itself, as native apps need it. Without a fragment, as OAuth wants it (RFC 6749, 3.1.2). */
export const redirectUri = z
  .string()
  .trim()
  .max(2048)
  .refine((uri) => {
    if (!URL.canParse(uri)) return false;
    const url = new URL(uri);
    return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
  }, "must be an https address; http goes to localhost, 127.0.0.1 and [::1] only")
  .refine((uri) => !uri.includes("#"), "must have no fragment (#…)");

const inputs = z.strictObject({
  /** Where people may be sent after signing in, e.g. `https://app.example.com/callback`. */
  uri: redirectUri,
});

const computed = z.object({
  /** Whether people are sent there when a sign-in names no address. Chosen in the dashboard. */
  isDefault: z.boolean(),
});

const REDIRECTS = "/user_management/redirect_uris";

export const redirectUris: Collection<WorkosClient, RedirectRow> = {
  name: "redirect URIs",
  list: (client) => client.list(REDIRECTS),
  id: (row) => row.id,
};

/**
 * An address to which people may be sent after signing in. Which one is the default is chosen in the dashboard, and the
 * default one cannot be deleted. Source: WorkOS API reference, "Redirect URI".
 */
export class RedirectUri extends defineResource({
  vendor: workos,
  name: "RedirectUri",
  inputs,
  computed,
  identity: ["uri"],
  immutable: ["uri"],
  collection: redirectUris,
  scope: () => "",
  matches: (row, { uri }) => row.uri === uri,
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: (row) => ({ id: row.id, inputs: { uri: row.uri }, computed: { isDefault: row.default } }),

  async ensure(client, { uri }) {
    try {
      return await client.post<RedirectRow>(REDIRECTS, { uri });
    } catch (error) {
      // "Exists already" is a 422 without a code here, as is everything else that may be wrong: only a look tells.
      if (!(error instanceof InvalidRequestError)) throw error;
      const present = await redirectUris.list(client, "");
      if (!present.some((row) => row.uri === uri)) throw error;
      throw new ConflictError(error.request, `${uri} exists already`, { cause: error });
    }
  },

  async remove(client, { id, inputs: { uri } }) {
    try {
      await client.delete(`${REDIRECTS}/${encodeURIComponent(id)}`);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      throw new ResourceError(
        "workos:RedirectUri",
        `${error.message}. ${uri} is where people are sent by default: choose another default in the WorkOS dashboard, then run again.`,
        { cause: error },
      );
    }
  },
}) {}

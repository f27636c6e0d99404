import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { notFound, plainRefusal, valid } from "../errors.ts";
import { list } from "../paging.ts";
import type { RedirectUri } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

const createSchema = z.object({
  uri: z
    .string()
    .max(2048, "must be at most 2048 characters")
    .refine((uri) => URL.canParse(uri), "must be a URI"),
});

export function redirectUriEndpoints(store: WorkosStore): Endpoint[] {
  const { redirectUris } = store;
  return [
    get("/user_management/redirect_uris", ({ query }) => ({
      status: 200,
      body: list(redirectUris, redirectUris.all, query, render),
    })),

    // ASSUMED: one that comes from the API is not the default, not even the first.
    post("/user_management/redirect_uris", (call) => {
      const { uri } = valid(createSchema, call.body);
      if (redirectUris.find("uri", uri)) throw plainRefusal(422, `Redirect URI '${uri}' already exists.`);
      const redirect = redirectUris.insert({
        id: store.id("redir", call.now),
        uri,
        default: false,
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      return { status: 201, body: render(redirect) };
    }),

    del("/user_management/redirect_uris/{id}", (call) => {
      const redirect = existing(store, call);
      if (redirect.default) throw plainRefusal(409, "Cannot delete the default redirect URI.");
      redirectUris.delete(redirect.id);
      return { status: 204 };
    }),
  ];
}

/** The dashboard makes a redirect URI the default one. */
export function redirectUriControl(store: WorkosStore): Endpoint[] {
  return [
    post("/redirect_uris/{id}/default", (call) => {
      const chosen = existing(store, call);
      for (const redirect of [...store.redirectUris.all])
        if (redirect.default !== (redirect.id === chosen.id))
          store.redirectUris.replace({ ...redirect, default: !redirect.default, updated_at: iso(call.now) });
      return { status: 200, body: render(existing(store, call)) };
    }),
  ];
}

function existing(store: WorkosStore, call: Call): RedirectUri {
  const redirect = store.redirectUris.get(param(call, "id"));
  if (!redirect) throw notFound("Redirect URI", param(call, "id"));
  return redirect;
}

const render = (redirect: RedirectUri) => ({ object: "redirect_uri", ...redirect });

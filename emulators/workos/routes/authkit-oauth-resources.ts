import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { invalid, notFound, plainRefusal, valid } from "../errors.ts";
import { list } from "../paging.ts";
import type { AuthkitOauthResource } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";

/** Where the one `*` of a pattern may stand: as the leftmost label of the host, or as the last segment of the path. */
const PATTERN = /^[a-z][a-z0-9+.-]*:\/\/(\*\.[^*]+|[^*/]+\/([^*]*\/)?\*)$/i;

const isPattern = (uri: string) => uri.includes("*");

/** RFC 8707, which these are for, wants an absolute URI without a fragment. */
const createSchema = z.object({
  uri: z
    .string()
    .max(2048, "must be at most 2048 characters")
    .refine((uri) => URL.canParse(uri) && !uri.includes("#"), "must be an absolute URI without a fragment")
    .refine(
      (uri) => !isPattern(uri) || PATTERN.test(uri),
      "may have one * only, as the first label of the host or the last segment of the path",
    ),
  default: z.boolean().optional(),
});

/** What access tokens of AuthKit can be for, such as the MCP servers of the company. They cannot be changed, and send no events. */
export function authkitOauthResourceEndpoints(store: WorkosStore): Endpoint[] {
  const { authkitOauthResources } = store;
  return [
    get("/user_management/authkit_oauth_resources", ({ query }) => ({
      status: 200,
      body: list(authkitOauthResources, authkitOauthResources.all, query, render),
    })),

    // ASSUMED: a second one of the same URI is refused, and patterns are enabled.
    post("/user_management/authkit_oauth_resources", (call) => {
      const { uri, default: isDefault = false } = valid(createSchema, call.body);
      if (isDefault && isPattern(uri)) throw invalid([{ field: "default", text: "cannot be a pattern" }]);
      if (authkitOauthResources.find("uri", uri))
        throw plainRefusal(422, `The resource indicator '${uri}' already exists.`);
      const resource = authkitOauthResources.insert({
        id: store.id("authkit_oauth_resource", call.now),
        uri,
        default: false,
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      return { status: 201, body: render(isDefault ? makeDefault(store, resource, call.now) : resource) };
    }),

    del("/user_management/authkit_oauth_resources/{id}", (call) => {
      authkitOauthResources.delete(existing(store, call).id);
      return { status: 204 };
    }),
  ];
}

/** The dashboard makes one the default that is there already. */
export function authkitOauthResourceControl(store: WorkosStore): Endpoint[] {
  return [
    post("/authkit_oauth_resources/{id}/default", (call) => {
      const resource = existing(store, call);
      if (isPattern(resource.uri)) throw invalid([{ field: "default", text: "cannot be a pattern" }]);
      return { status: 200, body: render(makeDefault(store, resource, call.now)) };
    }),
  ];
}

/** The former default is one no more. */
function makeDefault(store: WorkosStore, chosen: AuthkitOauthResource, now: Date): AuthkitOauthResource {
  for (const resource of [...store.authkitOauthResources.all])
    if (resource.default !== (resource.id === chosen.id))
      store.authkitOauthResources.replace({ ...resource, default: !resource.default, updated_at: iso(now) });
  return store.authkitOauthResources.get(chosen.id) ?? chosen;
}

function existing(store: WorkosStore, call: Call): AuthkitOauthResource {
  const resource = store.authkitOauthResources.get(param(call, "id"));
  if (!resource) throw notFound("Resource indicator", param(call, "id"));
  return resource;
}

const render = (resource: AuthkitOauthResource) => ({ object: "authkit_oauth_resource", ...resource });

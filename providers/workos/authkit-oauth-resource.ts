import { type Api, at, defineResource, unlessThere, z } from "../kit.ts";
import { workos } from "./client.ts";
import { resourceIndicator, timestamp } from "./fields.ts";

interface ResourceRow {
  id: string;
  uri: string;
  default: boolean;
  created_at: string;
}

const RESOURCES = at`/user_management/authkit_oauth_resources`;

const list = (api: Api): Promise<ResourceRow[]> => api.list(RESOURCES);

/**
 * What access tokens of AuthKit can be for, e.g. an MCP server of yours (RFC 8707). WorkOS cannot change one.
 * Source: WorkOS's Python client 10.8.0, `UserManagement`. ASSUMED: one address has one of them, as it was written.
 * @removal deletes, with every consent that people gave for it; so a change of `default` is refused under the same address
 */
export class AuthkitOauthResource extends defineResource(workos, "AuthkitOauthResource", {
  inputs: z
    .strictObject({
      /** The natural key: an address, or a pattern such as `https://*.example.com` where WorkOS has enabled them. */
      uri: resourceIndicator,
      /**
       * Whether it is made the default, in place of the one that there was: tokens are for it when nobody says what they are
       * for. Later on the default is chosen in the WorkOS dashboard, which is no drift: `isDefault` says how it is.
       */
      default: z.boolean().optional(),
    })
    .superRefine(({ uri, default: isDefault }, context) => {
      if (isDefault && uri.includes("*"))
        context.addIssue({ code: "custom", path: ["default"], message: "cannot be a pattern", input: uri });
    }),
  outputs: z.object({
    /** Whether tokens are for it when nobody says what they are for. */
    isDefault: z.boolean(),
    createdAt: timestamp,
  }),
  key: ["uri"],
  removal: {
    irreplaceable:
      "every consent that people gave for it would go, and another default is chosen in the WorkOS dashboard",
  },
  list,
  show: (row, declared) => ({
    uri: row.uri,
    // Of one that is to be taken over it matters, and of one that was declared no longer.
    ...(declared.default === undefined && { default: row.default }),
    isDefault: row.default,
    createdAt: row.created_at,
  }),
  born: (row) => new Date(row.created_at),
  ensure: (api, { uri, default: isDefault }) =>
    api
      .post<ResourceRow>(RESOURCES, { uri, default: isDefault })
      .catch(unlessThere(uri, async () => (await list(api)).some((row) => row.uri === uri))),
  remove: (api, { id }) => api.delete(at`${RESOURCES}/${id}`),
}) {}

import { z } from "zod";
import { redirectUri } from "../../providers/workos/fields.ts";
import { inOrder } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { catalogue } from "../resource-names.ts";
import { catalogueSection } from "../section.ts";
import { refused } from "../words.ts";

/** Where people may be sent after signing in. */
export const redirectUris = catalogueSection({
  fields: {
    redirectUris: z
      .array(
        z.strictObject({
          uri: redirectUri,
          ...refused(["default"], "is chosen in the WorkOS dashboard: the API can't set it"),
        }),
      )
      .exactOptional(),
  },
  distinct: [{ items: ["redirectUris", each], by: ["uri"] }],
  declare: ({ redirectUris }) =>
    inOrder(redirectUris, ({ uri }) => uri).map(({ uri }) =>
      declaration("workos:RedirectUri", [catalogue, uri], { uri }),
    ),
});

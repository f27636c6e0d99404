import { z } from "zod";
import { inOrder } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { resourceNames } from "../resource-names.ts";
import { catalogueSection } from "../section.ts";
import { redirectAddress } from "../web-addresses.ts";
import { refused } from "../words.ts";

/** Where people may be sent after signing in. */
export const redirectUris = catalogueSection({
  fields: {
    redirectUris: z
      .array(
        z.strictObject({
          uri: redirectAddress,
          ...refused(["default"], "is chosen in the WorkOS dashboard: the API can't set it"),
        }),
      )
      .exactOptional(),
  },
  distinct: [{ items: ["redirectUris", each], by: ["uri"] }],
  declare: ({ redirectUris }) =>
    inOrder(redirectUris, ({ uri }) => uri).map(({ uri }) =>
      declaration("workos:RedirectUri", resourceNames.redirectUri(uri), { uri }),
    ),
});

import { z } from "zod";
import { origin } from "../../providers/workos/fields.ts";
import { inOrder } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { catalogue } from "../resource-names.ts";
import { catalogueSection } from "../section.ts";
import { oneOf } from "../words.ts";

/** From which pages a browser may call WorkOS. */
export const corsOrigins = catalogueSection({
  fields: {
    corsOrigins: z
      .array(
        z.strictObject({
          origin,
          /** WorkOS can't delete an origin. Without this word, removing it from this file is refused. */
          onDelete: oneOf(["abandon"]).exactOptional(),
        }),
      )
      .exactOptional(),
  },
  distinct: [{ items: ["corsOrigins", each], by: ["origin"], caseless: true }],
  declare: ({ corsOrigins }) =>
    inOrder(corsOrigins, ({ origin }) => origin).map((origin) =>
      declaration("workos:CorsOrigin", [catalogue, origin.origin], origin),
    ),
});

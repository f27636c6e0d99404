import { z } from "zod";
import { declaration } from "../declaration.ts";
import { resourceNames } from "../resource-names.ts";
import { catalogueSection } from "../section.ts";

/** What WorkOS writes into the tokens of people who signed in. */
export const jwtTemplate = catalogueSection({
  fields: {
    /** Liquid, rendering a JSON object. */
    jwtTemplate: z.string().regex(/\S/, { error: "must not be empty: WorkOS can't delete a template" }).exactOptional(),
  },
  declare: ({ jwtTemplate: content }) =>
    content === undefined ? [] : [declaration("workos:JwtTemplate", resourceNames.jwtTemplate(), { content })],
});

import { jwtTemplate as template } from "../../providers/workos/fields.ts";
import { declaration } from "../declaration.ts";
import { catalogue } from "../resource-names.ts";
import { catalogueSection } from "../section.ts";

/** What WorkOS writes into the tokens of people who signed in. */
export const jwtTemplate = catalogueSection({
  fields: {
    /** Liquid, rendering a JSON object. */
    jwtTemplate: template.exactOptional(),
  },
  declare: ({ jwtTemplate: content }) =>
    content === undefined ? [] : [declaration("workos:JwtTemplate", [catalogue], { content })],
});

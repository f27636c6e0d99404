import { organizationRetention } from "../../../providers/openai/fields.ts";
import { declaration } from "../../declaration.ts";
import { catalogue } from "../../resource-names.ts";
import { catalogueSection } from "../../section.ts";

/** What OpenAI keeps of what projects send that do not decide otherwise. */
export const organizationDataRetention = catalogueSection({
  at: ["openai"],
  fields: { dataRetention: organizationRetention.exactOptional() },
  declare: ({ dataRetention: type }) =>
    type === undefined ? [] : [declaration("openai:OrganizationDataRetention", [catalogue], { type })],
});

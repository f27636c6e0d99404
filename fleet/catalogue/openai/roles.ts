import { z } from "zod";
import { inOrder } from "../../canonical.ts";
import { declaration } from "../../declaration.ts";
import { ownRole } from "../../openai-role.ts";
import { each } from "../../paths.ts";
import { catalogue } from "../../resource-names.ts";
import { catalogueSection } from "../../section.ts";

/** Roles in OpenAI's organization. Those in projects are their own. */
export const organizationRoles = catalogueSection({
  at: ["openai"],
  fields: { roles: z.array(ownRole("organization")).exactOptional() },
  distinct: [{ items: ["openai", "roles", each], by: ["name"] }],
  declare: ({ roles }) =>
    inOrder(roles, ({ name }) => name).map((role) =>
      declaration("openai:OrganizationRole", [catalogue, role.name], role),
    ),
});

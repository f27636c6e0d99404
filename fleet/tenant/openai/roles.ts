import { z } from "zod";
import { inOrder } from "../../canonical.ts";
import { declaration } from "../../declaration.ts";
import { ownRole } from "../../openai-role.ts";
import { each } from "../../paths.ts";
import { tenantSection } from "../../section.ts";
import { inProject } from "./in-project.ts";

/** Roles that groups can be given in the project, besides those that OpenAI predefines. */
export const projectRoles = tenantSection({
  at: ["openai", "project"],
  shared: { roles: z.array(ownRole("project")).exactOptional() },
  distinct: [{ items: ["openai", "project", "roles", each], by: ["name"] }],
  declare: ({ roles }, { tenant }) =>
    inOrder(roles, ({ name }) => name).map((role) =>
      declaration("openai:ProjectRole", [tenant, role.name], role, inProject(tenant)),
    ),
});

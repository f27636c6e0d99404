import { z } from "zod";
import {
  agentInstanceTypes,
  agentSessions,
  asSet,
  longDescription,
  name,
  permissions,
  roleSlug,
} from "../../providers/workos/fields.ts";
import { inOrder, only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import type { Problem } from "../fleet-error.ts";
import { each, textsAt } from "../paths.ts";
import { catalogue, nameOf } from "../resource-names.ts";
import { roleIsMissing } from "../rules/roles.ts";
import { afterPermissions, type Body, catalogueSection, type Known } from "../section.ts";
import { refused } from "../words.ts";

const environmentRole = roleSlug.refine((slug) => !slug.startsWith("org-"), {
  error: "starts with org-, which is for roles of single tenants: name one of the environment",
});

const agent = z.strictObject({
  /** The natural key: up to 255 characters. */
  name,
  description: longDescription.exactOptional(),
  /** The most that it may do: the whole set. Left out: as it is at WorkOS. */
  permissions: permissions.exactOptional(),
  /** Who may have it act for them. Left out: as it is at WorkOS. */
  invocableBy: z
    .strictObject({
      /** Whose members may have it act for them. `[]`: every member. */
      roles: z.array(environmentRole).transform(asSet).exactOptional(),
      ...refused(["organizations"], "is not for files: tenants come after what they share, so name them in a program"),
    })
    .exactOptional(),
  invocableAs: agentInstanceTypes.exactOptional(),
  sessionSettings: agentSessions.exactOptional(),
});

const fields = {
  /** AI agents: what each may do at most, and who may invoke it. */
  agents: z.array(agent).exactOptional(),
};

/** What AI agents may do at most, and who may invoke them. */
export const agents = catalogueSection({
  fields,
  distinct: [{ items: ["agents", each], by: ["name"] }],
  permissions: [["agents", each, "permissions", each]],
  bodyRules: [invokersExist],
  declare: ({ agents }, context) =>
    inOrder(agents, ({ name }) => name).map(({ invocableBy, ...agent }) =>
      declaration(
        "workos:AgentBlueprint",
        [catalogue, agent.name],
        {
          ...only(agent, "name", "description", "permissions", "invocableAs", "sessionSettings"),
          ...(invocableBy?.roles && { invocableBy: { roleSlugs: invocableBy.roles } }),
        },
        {
          after: [
            ...afterPermissions(agent.permissions, context),
            ...(invocableBy?.roles ?? []).map((slug) => nameOf(catalogue, "workos:EnvironmentRole", slug)),
          ],
        },
      ),
    ),
});

function invokersExist({ file, value: fleet }: Body<z.output<z.ZodObject<typeof fields>>>, known: Known): Problem[] {
  return textsAt(fleet, ["agents", each, "invocableBy", "roles", each]).flatMap(({ path, text }) => {
    // Of a single tenant's the schema has its own word.
    const missing = text.startsWith("org-") ? undefined : roleIsMissing({}, text, known);
    return missing ? [file.problem(path, missing)] : [];
  });
}

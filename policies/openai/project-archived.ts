import { onProject } from "../openai-syncs.ts";
import { rule } from "../rule.ts";

export const openaiProjectArchived = rule({
  name: "openai-project-archived",
  description: "The project of a tenant is there and active: nobody has archived it behind the tenant's back.",
  level: "advisory",
  severity: "high",
  controls: { soc2: ["CC7.1"], aiRmf: ["MANAGE 2"] },
  remedy: "Find out who archived it. OpenAI brings none back: the next `pulumi up` makes a new one, with new keys.",
  observedTenant: (_, own, { tenant, now }) =>
    onProject(own, now, ({ project }) => {
      if (project === null) return [`the project of ${tenant} is not there any more: find out who took it.`];
      if (project.status === "active") return [];
      if (project.status !== "archived") return [{ unknown: `whether ${project.id} is active` }];
      return [`the project of ${tenant}, ${project.id}, is archived, and its keys work no more: find out who did it.`];
    }),
});

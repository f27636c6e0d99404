import { NO_ORGANIZATION_SYNC, onOrganization, organizationSyncIn } from "../openai-syncs.ts";
import { rule } from "../rule.ts";

export const openaiProjectUnmanaged = rule({
  name: "openai-project-unmanaged",
  description: "The OpenAI organization has no active project that the stack does not know.",
  level: "advisory",
  severity: "medium",
  controls: { iso27001: ["5.9"], aiRmf: ["GOVERN 1"] },
  remedy: "Find out whose it is: declare it, archive it, or name it in the setting.",
  settings: {
    ignore: {
      type: "array",
      items: { type: "string" },
      default: ["Default project"],
      description: "Ids and names of projects that may be so.",
    },
  },
  stack(resources, { now, settings: { ignore } }) {
    const sync = organizationSyncIn(resources);
    if (sync === undefined) return { notApplicable: NO_ORGANIZATION_SYNC };
    // An id of it is with all that is in it; what has nothing in it is known by its name and its first second.
    const ids = new Set(resources.map(({ outputs }) => outputs.projectId));
    const made = new Set(
      resources
        .filter(({ type }) => type === "openai:Project")
        .map(({ outputs }) => JSON.stringify([outputs.name, outputs.createdAt])),
    );
    return onOrganization(sync, now, ({ projects }) =>
      projects
        .filter(({ status }) => status !== "archived")
        .filter(({ id, name, createdAt }) => !ids.has(id) && !made.has(JSON.stringify([name, createdAt])))
        .filter(({ id, name }) => !ignore.includes(id) && !ignore.includes(name ?? ""))
        .map(
          ({ id, name }) => `project ${name ?? id} (${id}) is not this stack's: declare it, archive it, or ignore it.`,
        ),
    );
  },
});

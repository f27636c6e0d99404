import { daysFrom } from "../moment.ts";
import { onOrganization } from "../openai-syncs.ts";
import { rule } from "../rule.ts";
import type { Found } from "../verdict.ts";

export const openaiProjectIdle = rule({
  name: "openai-project-idle",
  description: "An active project is used: by its keys within a number of days, or it has cost something this month.",
  level: "advisory",
  severity: "low",
  controls: { iso27001: ["5.9"], aiRmf: ["MANAGE 2"] },
  remedy: "Ask whose it is whether it is still needed.",
  settings: {
    days: { type: "integer", minimum: 1, default: 60, description: "How many days it may be unused." },
    ignore: {
      type: "array",
      items: { type: "string" },
      default: ["Default project"],
      description: "Ids and names of projects that may be so.",
    },
  },
  observed: {
    "openai:OrganizationSync": (outputs, { now, settings: { days, ignore } }) =>
      onOrganization(outputs, now, ({ projects }, listedAt) =>
        projects
          .filter(({ status, usd }) => status === "active" && usd === 0)
          .filter(({ id, name }) => !ignore.includes(id) && !ignore.includes(name ?? ""))
          .flatMap(({ id, name, keys, createdAt, lastUsedAt }): Found[] => {
            const idle = daysFrom((lastUsedAt ?? createdAt) * 1000, listedAt);
            if (idle <= days) return [];
            const project = `project ${name ?? id} (${id})`;
            // Who uses it without a key leaves nothing but costs, and those of other months are not read.
            if (keys === 0) return [{ unknown: `when ${project} was last used, which has no keys` }];
            return [
              `${project} costs nothing and was ${lastUsedAt === null ? "never used since it was made" : "last used"} ${idle} days ago: ask whether it is still needed.`,
            ];
          }),
      ),
  },
});

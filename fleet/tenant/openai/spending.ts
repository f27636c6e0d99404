import { inOrder, only } from "../../canonical.ts";
import { declaration } from "../../declaration.ts";
import { spendingFields } from "../../openai-spending.ts";
import { each } from "../../paths.ts";
import { tenantSection } from "../../section.ts";
import { inProject } from "./in-project.ts";

/** What the project may spend in a month, and who is told how much it has spent. */
export const spending = tenantSection({
  at: ["openai", "project"],
  shared: spendingFields,
  distinct: [{ items: ["openai", "project", "spendAlerts", each], by: ["monthlyUsd"] }],
  facts: ({ spendLimit, spendAlerts }) => ({
    ...only({ spendLimit }, "spendLimit"),
    spendAlerts: inOrder(spendAlerts, ({ monthlyUsd }) => String(monthlyUsd)),
  }),
  declare: ({ spendLimit, spendAlerts }, { tenant }) => [
    ...(spendLimit ? [declaration("openai:ProjectSpendLimit", [tenant], spendLimit, inProject(tenant))] : []),
    ...inOrder(spendAlerts, ({ monthlyUsd }) => String(monthlyUsd)).map((alert) =>
      declaration("openai:ProjectSpendAlert", [tenant, String(alert.monthlyUsd)], alert, inProject(tenant)),
    ),
  ],
});

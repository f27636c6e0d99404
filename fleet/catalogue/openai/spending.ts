import { inOrder } from "../../canonical.ts";
import { declaration } from "../../declaration.ts";
import { spendingFields } from "../../openai-spending.ts";
import { each } from "../../paths.ts";
import { catalogue } from "../../resource-names.ts";
import { catalogueSection } from "../../section.ts";

/** What all projects of OpenAI's organization together may spend in a month, those of no tenant too, and who is told. */
export const organizationSpending = catalogueSection({
  at: ["openai"],
  fields: spendingFields,
  distinct: [{ items: ["openai", "spendAlerts", each], by: ["monthlyUsd"] }],
  declare: ({ spendLimit, spendAlerts }) => [
    ...(spendLimit ? [declaration("openai:OrganizationSpendLimit", [catalogue], spendLimit)] : []),
    ...inOrder(spendAlerts, ({ monthlyUsd }) => String(monthlyUsd)).map((alert) =>
      declaration("openai:OrganizationSpendAlert", [catalogue, String(alert.monthlyUsd)], alert),
    ),
  ],
});

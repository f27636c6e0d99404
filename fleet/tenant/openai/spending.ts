import { z } from "zod";
import { alertRecipients, monthlyAlertUsd, monthlyLimitUsd, subjectPrefix } from "../../../providers/openai/fields.ts";
import { inOrder } from "../../canonical.ts";
import { declaration } from "../../declaration.ts";
import { each } from "../../paths.ts";
import { tenantSection } from "../../section.ts";
import { inProject } from "./in-project.ts";

const alert = z.strictObject({
  /** OpenAI would take several of one amount; here its recipients stand together. */
  monthlyUsd: monthlyAlertUsd,
  recipients: alertRecipients,
  subjectPrefix: subjectPrefix.exactOptional(),
});

/** What the project may spend in a month, and who is told how much it has spent. */
export const spending = tenantSection({
  at: ["openai", "project"],
  shared: {
    spendLimit: z.strictObject({ monthlyUsd: monthlyLimitUsd }).exactOptional(),
    spendAlerts: z.array(alert).exactOptional(),
  },
  distinct: [{ items: ["openai", "project", "spendAlerts", each], by: ["monthlyUsd"] }],
  declare: ({ spendLimit, spendAlerts }, { tenant }) => [
    ...(spendLimit ? [declaration("openai:ProjectSpendLimit", [tenant], spendLimit, inProject(tenant))] : []),
    ...inOrder(spendAlerts, ({ monthlyUsd }) => String(monthlyUsd)).map((alert) =>
      declaration("openai:ProjectSpendAlert", [tenant, String(alert.monthlyUsd)], alert, inProject(tenant)),
    ),
  ],
});

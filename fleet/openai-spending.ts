import { z } from "zod";
import { alertRecipients, monthlyAlertUsd, monthlyLimitUsd, subjectPrefix } from "../providers/openai/fields.ts";

/** What a project, or all of them together, may spend in a month, and who is told how much it has been. */
export const spendingFields = {
  spendLimit: z.strictObject({ monthlyUsd: monthlyLimitUsd }).exactOptional(),
  spendAlerts: z
    .array(
      z.strictObject({
        /** OpenAI would take several of one amount; here its recipients stand together. */
        monthlyUsd: monthlyAlertUsd,
        recipients: alertRecipients,
        subjectPrefix: subjectPrefix.exactOptional(),
      }),
    )
    .exactOptional(),
};

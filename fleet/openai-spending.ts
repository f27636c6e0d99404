import { z } from "zod";
import { alertRecipients, monthlyAlertUsd, monthlyLimitUsd, subjectPrefix } from "../providers/openai/fields.ts";

/** What a project, or all of them together, may spend in a month, and who is told how much it has been. */
export const spendingFields = {
  /** The most that may be spent in a month. */
  spendLimit: z.strictObject({ monthlyUsd: monthlyLimitUsd }).exactOptional(),
  /** Who is told how much has been spent: by amount, each once. */
  spendAlerts: z
    .array(
      z.strictObject({
        /** US dollars a month, in whole cents. OpenAI would take several of one amount; here its recipients stand together. */
        monthlyUsd: monthlyAlertUsd,
        recipients: alertRecipients,
        subjectPrefix: subjectPrefix.exactOptional(),
      }),
    )
    .exactOptional(),
};

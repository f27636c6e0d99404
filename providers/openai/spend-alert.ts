import type { OpenAI } from "openai";
import { alertRecipients, asSet, monthlyAlertUsd, subjectPrefix } from "./fields.ts";
import { monthly, monthlyUsdOf } from "./usd.ts";

export type SpendAlertRow = Omit<OpenAI.Admin.Organization.OrganizationSpendAlert, "object">;

export const spendAlert = {
  monthlyUsd: monthlyAlertUsd,
  recipients: alertRecipients,
  subjectPrefix: subjectPrefix.optional(),
};

export const showSpendAlert = (row: SpendAlertRow) => ({
  monthlyUsd: monthlyUsdOf(row),
  recipients: asSet(row.notification_channel.recipients.map((address) => address.toLowerCase())),
  subjectPrefix: row.notification_channel.subject_prefix ?? null,
});

/** What is declared of one. */
interface Declared {
  readonly monthlyUsd: number;
  readonly recipients: readonly string[];
  readonly subjectPrefix?: string | null | undefined;
}

/**
 * What creates one, and what changes one: OpenAI takes the whole, and what is left out of it goes.
 * @param row as it is, of which stays what is not declared
 */
export const alertBody = ({ monthlyUsd, recipients, subjectPrefix }: Declared, row?: SpendAlertRow) => ({
  ...monthly(monthlyUsd),
  notification_channel: {
    type: "email",
    recipients,
    subject_prefix: subjectPrefix === undefined ? row?.notification_channel.subject_prefix : subjectPrefix,
  },
});

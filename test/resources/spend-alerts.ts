import type { ActingClient } from "../../emulators/index.ts";
import type { Bag, Held } from "./description.ts";
import { everyPage } from "./homes.ts";

/** What OpenAI is sent for one; an update takes it whole. */
export const alert = (cents: number, recipients: readonly string[], prefix?: string) => ({
  threshold_amount: cents,
  currency: "USD",
  interval: "month",
  notification_channel: { type: "email", recipients, ...(prefix !== undefined && { subject_prefix: prefix }) },
});

/** Every alert there. */
export async function alertsAt(act: ActingClient, path: string, within: Bag): Promise<Held[]> {
  const rows = await everyPage(act, path);
  return rows.map((row) => {
    const { recipients, subject_prefix: subjectPrefix = null } = row.notification_channel as Bag;
    return { id: String(row.id), ...within, monthlyUsd: Number(row.threshold_amount) / 100, recipients, subjectPrefix };
  });
}

import type { Change } from "./vendor.ts";

/** What happened, as a vendor keeps it. For people and auditors: it proves nothing of what it does not tell. */
export interface PastChange extends Change {
  /** Of the entry. */
  readonly id: string;
  /** Names of the fields that changed, without their values. Empty where the vendor does not say. */
  readonly fields: readonly string[];
  /** The id of the organization or project that the vendor files it under. */
  readonly within: string | undefined;
}

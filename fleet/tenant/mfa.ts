import { z } from "zod";
import { type MfaPolicy, mfaLadder } from "../mfa-ladder.ts";
import { valueAt } from "../paths.ts";
import { tenantSection } from "../section.ts";
import { date, oneOf } from "../words.ts";

/** Declared, for policies: WorkOS has no setting that would enforce it for one organization. */
export const mfa = tenantSection({
  shared: {
    mfa: z
      .strictObject({
        /** Weakest first: DISABLED, OPTIONAL, ENCOURAGED, REQUIRED. @default OPTIONAL */
        policy: oneOf(mfaLadder).exactOptional(),
        /** Days, counted from the later of joining and `effectiveFrom`; 0 is at once. */
        gracePeriodDays: z.int().min(0).max(90).exactOptional(),
        /** The first day, e.g. `2026-11-01`. REQUIRED with a grace period needs it. */
        effectiveFrom: date.exactOptional(),
      })
      .exactOptional(),
  },
  tenantRules: [
    ({ file, effective }) => {
      const lacksFirstDay =
        valueAt(effective, ["mfa", "policy"]) === "REQUIRED" &&
        valueAt(effective, ["mfa", "gracePeriodDays"]) !== 0 &&
        valueAt(effective, ["mfa", "effectiveFrom"]) === undefined;
      const why =
        "is missing: with a grace period (7 days unless gracePeriodDays says otherwise) REQUIRED needs its first day";
      return lacksFirstDay ? [file.problem(["mfa", "effectiveFrom"], why)] : [];
    },
  ],
  facts: ({ mfa }) => ({ mfa: { policy: "OPTIONAL" as MfaPolicy, gracePeriodDays: 7, ...mfa } }),
});

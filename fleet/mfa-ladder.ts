/** Weakest first. Declared and judged by policy: WorkOS has no setting that would enforce it for one organization. */
export const mfaLadder = ["DISABLED", "OPTIONAL", "ENCOURAGED", "REQUIRED"] as const;
export type MfaPolicy = (typeof mfaLadder)[number];

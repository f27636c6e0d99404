import type { LimitRule } from "../core/rate-limits.ts";

/** Undocumented. Measured by others in 2026: seven to ten requests a minute, counted per route template. */
export const OPENAI_LIMITS: readonly LimitRule[] = [{ capacity: 10, perSeconds: 60 }];

import type { LimitRule } from "../core/rate-limits.ts";

/** Source: WorkOS documentation, "Rate limits". Limits per user, such as on sign-in mails, are left out. */
export const WORKOS_LIMITS: readonly LimitRule[] = [
  { capacity: 6000, perSeconds: 60, shared: true },
  { route: "/user_management/*", method: "GET", capacity: 1000, perSeconds: 10, shared: true },
  { route: "/user_management/*", method: "writes", capacity: 500, perSeconds: 10, shared: true },
  { route: "/organizations/{id}", method: "DELETE", capacity: 50, perSeconds: 60 },
];

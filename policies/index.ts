export { audit, type StoredResource } from "./audit.ts";
export type { Judgement } from "./judgement.ts";
export type {
  Context,
  Controls,
  Places,
  Properties,
  Seen,
  SeenCatalogue,
  SeenTenant,
  Setting,
  Settings,
  Step,
} from "./places.ts";
export { controlNames, type Rule, type RuleDescription, rule } from "./rule.ts";
export * from "./rules.ts";
export { subjects } from "./subjects.ts";
export type { Found, Outcome, Verdict } from "./verdict.ts";

import type { ResourceValidationPolicy } from "@pulumi/policy";
import { subjects } from "../../policies/index.ts";
import { declared, fleetYaml } from "../fleet/sources.ts";
import { type Analysis, analyze } from "./analyze.ts";

/**
 * What a rule says of the tenant `acme`, whose inputs are those that its file becomes.
 * @param file what stands in it besides the least
 * @param require what its plan, `starter`, requires
 */
export function judged(rule: ResourceValidationPolicy, file: string, require = "", fleet = ""): Promise<Analysis> {
  const plans = fleetYaml.replace("starter: {}", `starter: { require: { ${require} } }`);
  return analyze([rule], { type: subjects.tenant, name: "acme", inputs: declared(file, plans + fleet).inputs });
}

/** That the rule has nothing against it. */
export const passes: Analysis = { violations: [], notApplicable: [] };

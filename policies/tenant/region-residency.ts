import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeTenant, withProject } from "../judge-tenant.ts";

export const tenantRegionResidency: ResourceValidationPolicy = {
  name: "tenant-region-residency",
  description:
    "A tenant's project declares a residency that residencyByRegion of fleet.yaml has for the stack's region, if it declares one.",
  enforcementLevel: "mandatory",
  severity: "high",
  validateResource: judgeTenant((inputs, tenant) => {
    const { name, residencies } = inputs.region ?? {};
    if (residencies === undefined) return { notApplicable: "fleet.yaml has no residencyByRegion" };
    return withProject(inputs, ({ residency }) => {
      if (residency === undefined) return { notApplicable: "the file declares no residency" };
      if (residencies.includes(residency)) return [];
      const allowed = residencies.join(" or ");
      return [
        `${tenant} declares residency ${residency}, and residencyByRegion has ${allowed} for ${name}: set openai.project.residency to that in tenants/${tenant}.yaml.`,
      ];
    });
  }),
};

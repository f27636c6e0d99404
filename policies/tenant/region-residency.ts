import { withProject } from "../requirement.ts";
import { rule } from "../rule.ts";

export const tenantRegionResidency = rule({
  name: "tenant-region-residency",
  description:
    "A tenant's project declares a residency that residencyByRegion of fleet.yaml has for the stack's region, if it declares one.",
  level: "mandatory",
  severity: "high",
  controls: { iso27001: ["5.23"], aiRmf: ["GOVERN 6"] },
  remedy:
    "Set openai.project.residency to one of residencyByRegion. A residency cannot be changed: that is a new project.",
  tenant: (inputs, { tenant }) => {
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
  },
});

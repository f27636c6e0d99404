import { rule } from "../rule.ts";

export const workosOutsideProfiles = rule({
  name: "workos-outside-profiles",
  description: "People with other e-mail domains than the organization's don't become members by its connections.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.2", "CC6.3"] },
  remedy: "Set allowProfilesOutsideOrganization to false.",
  tenant({ allowProfilesOutsideOrganization }, { tenant }) {
    if (allowProfilesOutsideOrganization === undefined)
      return { notApplicable: "the file leaves it as it is at WorkOS" };
    return allowProfilesOutsideOrganization
      ? [
          `${tenant} lets in profiles of any domain: set allowProfilesOutsideOrganization to false in tenants/${tenant}.yaml.`,
        ]
      : [];
  },
});

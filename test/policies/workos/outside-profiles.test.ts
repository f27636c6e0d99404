import { workosOutsideProfiles as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

ruleCases(rule, {
  passes: { "a tenant that lets in none": { tenant: { allowProfilesOutsideOrganization: false } } },
  violations: {
    "one that lets them in": {
      tenant: { allowProfilesOutsideOrganization: true },
      says: [
        "acme lets in profiles of any domain: set allowProfilesOutsideOrganization to false in tenants/acme.yaml.",
      ],
    },
  },
  notApplicable: { "a file that says nothing": { why: "the file leaves it as it is at WorkOS" } },
});

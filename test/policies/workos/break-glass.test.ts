import { workosBreakGlass as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const fleet = { environmentRoles: [{ slug: "admin", name: "Admin", privileged: true }] };
const admin = (more: object = {}) => [{ email: "a@acme.example", roles: ["admin"], ...more }];
const sso = { required: true };

ruleCases(rule, {
  passes: { "an admin who gets in without it": { fleet, tenant: { sso, members: admin({ breakGlass: true }) } } },
  violations: {
    "a tenant whose admins all sign in by it": {
      fleet,
      tenant: { sso, members: admin() },
      says: [
        "acme declares 0 privileged members with breakGlass, and 1 should be there: say breakGlass: true of one in tenants/acme.yaml.",
      ],
    },
    "one whose setting asks for more": {
      fleet,
      tenant: { sso, members: admin({ breakGlass: true }) },
      settings: { min: 2 },
      says: [
        "acme declares 1 privileged member with breakGlass, and 2 should be there: say breakGlass: true of one in tenants/acme.yaml.",
      ],
    },
  },
  notApplicable: {
    "a tenant without single sign-on": {
      fleet,
      tenant: { members: admin() },
      why: "the tenant declares no single sign-on",
    },
    "one whose only admin is inactive": {
      fleet,
      tenant: { sso, members: admin({ status: "inactive", breakGlass: true }) },
      why: "the file declares no privileged member",
    },
  },
});

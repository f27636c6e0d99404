import { workosRoleLeastPrivilege as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const permissions = [
  { slug: "pipelines:read", name: "Read" },
  { slug: "pipelines:*", name: "All" },
  { slug: "billing:manage", name: "Billing", privileged: true },
];
const role = (slugs: string[], more: object = {}) => [{ slug: "admin", name: "Admin", permissions: slugs, ...more }];
const ofTenant = (slugs: string[]) => ({ roles: [{ slug: "org-a", name: "A", permissions: slugs }] });

ruleCases(rule, {
  passes: {
    "a tenant's role with the permissions it lists": { fleet: { permissions }, tenant: ofTenant(["pipelines:read"]) },
    "a role of the environment that is called privileged": {
      fleet: { permissions, environmentRoles: role(["billing:manage"], { privileged: true }) },
    },
    "one that has nothing privileged": { fleet: { permissions, environmentRoles: role(["pipelines:read"]) } },
  },
  violations: {
    "a tenant's role for everything": {
      fleet: { permissions },
      tenant: ofTenant(["pipelines:*", "pipelines:read"]),
      says: ["role org-a of acme has pipelines:*: list what it needs in tenants/acme.yaml."],
    },
    "a role of the environment that is privileged without being called so": {
      fleet: { permissions, environmentRoles: role(["billing:manage", "pipelines:read"]) },
      says: [
        "role admin of the environment has billing:manage, which is privileged: say privileged: true of it in fleet.yaml, or take that away.",
      ],
    },
  },
});

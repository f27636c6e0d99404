import { rule } from "../rule.ts";

export const workosRoleLeastPrivilege = rule({
  name: "workos-role-least-privilege",
  description:
    "No role of a tenant has a permission for everything, and no role of the environment has privileged permissions without being called privileged.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.3"], iso27001: ["8.2"] },
  remedy: "List the permissions that the role needs, or say privileged: true of a role of the environment.",
  tenant({ roles = [] }, { tenant }) {
    if (roles.length === 0) return { notApplicable: "the tenant has no roles of its own" };
    return roles.flatMap(({ slug, permissions = [] }) =>
      permissions
        .filter((permission) => permission?.includes("*"))
        .map(
          (permission) => `role ${slug} of ${tenant} has ${permission}: list what it needs in tenants/${tenant}.yaml.`,
        ),
    );
  },
  catalogue({ environmentRoles = [] }) {
    return environmentRoles.flatMap(({ slug, unsaid = [] }) =>
      unsaid.length > 0
        ? [
            `role ${slug} of the environment has ${unsaid.join(", ")}, which is privileged: say privileged: true of it in fleet.yaml, or take that away.`,
          ]
        : [],
    );
  },
});

import { ofOrganization } from "../organization-sync.ts";
import { rule } from "../rule.ts";

export const workosRoleUnmanaged = rule({
  name: "workos-role-unmanaged",
  description: "An organization whose roles are the file's alone has no others.",
  level: "advisory",
  severity: "medium",
  controls: { soc2: ["CC6.1", "CC7.1"], iso27001: ["5.9"] },
  remedy: "Take the role into the tenant's file, or remove it in the WorkOS dashboard.",
  observedTenant: ofOrganization("roles", (roles, declared) => {
    if (declared.manage?.roles !== "exclusive") return { notApplicable: "its roles may be others' as well" };
    const own = (declared.roles ?? []).map(({ slug }) => slug);
    return roles
      .filter(({ slug }) => slug.startsWith("org-") && !own.includes(slug))
      .map(({ slug }) => `${declared.tenant} has a role ${slug} that is in no file: take it in, or remove it.`);
  }),
});

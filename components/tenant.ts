import * as pulumi from "@pulumi/pulumi";
import type { TenantDeclarations } from "../fleet/index.ts";
import { Project, ServiceAccount, ServiceAccountKey } from "../providers/openai/index.ts";
import { Invitation, Organization, OrganizationDomain, OrganizationRole } from "../providers/workos/index.ts";
import type { Catalogue } from "./catalogue.ts";
import { guarded } from "./guard.ts";

/**
 * One customer: the parent of everything the customer has at WorkOS and OpenAI. Its inputs are what policies judge.
 * Nothing of it goes before the tenant is offboarding, except what its file declares no more.
 */
export class Tenant extends pulumi.ComponentResource {
  readonly organizationId: pulumi.Output<string>;
  /** Absent for a tenant without a project. */
  readonly projectId?: pulumi.Output<string>;
  /** Values of the service accounts' keys, secret, by `<service account>/<key>`. */
  readonly keys: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(declared: TenantDeclarations, catalogue: Catalogue, opts?: pulumi.ComponentResourceOptions) {
    const { protect } = declared;
    super("tenantry:index:Tenant", declared.resourceName, declared.inputs, {
      ...opts,
      ...(protect && guarded(declared.slug)),
    });
    // Once the tenant is leaving, what lives in an organization or a project goes with it, without a request of its own.
    const within = (home: pulumi.Resource) => (protect ? { parent: this } : { parent: this, deletedWith: home });

    const organization = new Organization(declared.organization.resourceName, declared.organization.inputs, {
      parent: this,
      protect,
    });
    const organizationId = organization.id;
    const inOrganization = within(organization);

    for (const { resourceName, inputs } of declared.domains) {
      new OrganizationDomain(resourceName, { ...inputs, organizationId }, inOrganization);
    }
    const roles = new Map(
      declared.roles.map(({ resourceName, inputs }) => {
        const dependsOn = inputs.permissions.length > 0 && catalogue.last ? [catalogue.last] : [];
        const role = { ...inputs, permissions: [...inputs.permissions], organizationId };
        return [inputs.slug, new OrganizationRole(resourceName, role, { ...inOrganization, dependsOn })];
      }),
    );
    for (const { resourceName, inputs } of declared.invitations) {
      const role = inputs.roleSlug === undefined ? undefined : roles.get(inputs.roleSlug);
      new Invitation(resourceName, { ...inputs, organizationId }, { parent: this, dependsOn: role ? [role] : [] });
    }

    const keys: Record<string, pulumi.Output<string>> = {};
    if (declared.project) {
      const project = new Project(declared.project.resourceName, declared.project.inputs, { parent: this, protect });
      const projectId = project.id;
      const inProject = within(project);
      for (const account of declared.project.serviceAccounts) {
        const owner = new ServiceAccount(account.resourceName, { ...account.inputs, projectId }, inProject);
        for (const { resourceName, inputs } of account.keys) {
          const { scopes, ...rest } = inputs;
          const place = { projectId: owner.projectId, serviceAccountId: owner.id };
          const key = { ...rest, ...(scopes && { scopes: [...scopes] }), ...place };
          keys[`${account.inputs.name}/${inputs.name}`] = new ServiceAccountKey(resourceName, key, inProject).value;
        }
      }
      this.projectId = projectId;
    }

    this.organizationId = organizationId;
    this.keys = keys;
    this.registerOutputs({ organizationId, ...(this.projectId && { projectId: this.projectId }) });
  }
}

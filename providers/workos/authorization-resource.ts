import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { ResourceError } from "../host/resource-error.ts";
import { ConflictError } from "../http/errors/conflict-error.ts";
import { vendorErrorOf } from "../http/errors/vendor-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import { description } from "./description.ts";

interface ResourceRow {
  id: string;
  organization_id: string;
  resource_type_slug: string;
  external_id: string;
  name: string;
  description?: string | null;
  /** ASSUMED: null where it lies directly in the organization; the id of the organization's own resource would be drift. */
  parent_resource_id?: string | null;
}

const inputs = z.strictObject({
  organizationId: z.string().min(1),
  /** Such types are made in the dashboard. */
  resourceTypeSlug: z.string().min(1).max(48),
  /** Your own id of it; unique among those of its type in the organization. Up to 128 ASCII characters. */
  externalId: z
    .string()
    .trim()
    .min(1)
    .max(128)
    .regex(/^[\x20-\x7e]*$/, "must be plain ASCII"),
  /** Shown to people; up to 48 characters. */
  name: z.string().trim().min(1).max(48),
  /** Up to 150 characters; null, or nothing, for none. */
  description,
  /**
   * Id of the resource that it lies in. Omitted: made in the organization itself, and left where it is afterwards:
   * WorkOS can move it into another resource, but not out of all of them.
   */
  parentResourceId: z.string().min(1).optional(),
});

const RESOURCES = "/authorization/resources";

const path = (id: string): string => `${RESOURCES}/${encodeURIComponent(id)}`;

export const authorizationResources: Collection<WorkosClient, ResourceRow> = {
  name: "authorization resources",
  within: "workos:Organization",
  list: (client, organization_id) => client.list(RESOURCES, { organization_id }),
  id: (row) => row.id,
};

/**
 * Something in your own product that roles can be given on, e.g. a workspace of one customer.
 * Source: WorkOS API reference, "Authorization resource".
 */
export class AuthorizationResource extends defineResource({
  vendor: workos,
  name: "AuthorizationResource",
  inputs,
  computed: z.object({}),
  identity: ["organizationId", "resourceTypeSlug", "externalId"],
  immutable: ["organizationId", "resourceTypeSlug", "externalId"],
  importId: ["organizationId", "id"],
  collection: authorizationResources,
  scope: ({ organizationId }) => organizationId,
  matches: (row, { resourceTypeSlug, externalId }) =>
    row.resource_type_slug === resourceTypeSlug && row.external_id === externalId,
  // WorkOS has no events about them.
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: (row) => ({
    id: row.id,
    inputs: {
      organizationId: row.organization_id,
      resourceTypeSlug: row.resource_type_slug,
      externalId: row.external_id,
      name: row.name,
      description: row.description || null,
      parentResourceId: row.parent_resource_id ?? null,
    },
    computed: {},
  }),

  // An organization may have thousands of them, made by the product itself: a few are asked for one by one.
  observe: (client, { id }) => client.find<ResourceRow>(path(id)),
  lookUp: (client, { organizationId, resourceTypeSlug, externalId }) =>
    client.find<ResourceRow>(
      `/authorization/organizations/${[organizationId, "resources", resourceTypeSlug, externalId].map(encodeURIComponent).join("/")}`,
    ),

  ensure: (client, declared) =>
    whenFree(client, () =>
      client.post<ResourceRow>(RESOURCES, {
        organization_id: declared.organizationId,
        resource_type_slug: declared.resourceTypeSlug,
        external_id: declared.externalId,
        ...body(declared),
      }),
    ),

  sync: (client, changes, { row }) => whenFree(client, () => client.patch<ResourceRow>(path(row.id), body(changes))),

  async remove(client, { id, inputs: { organizationId } }) {
    try {
      await whenFree(client, () => client.delete(path(id)));
    } catch (error) {
      if (error instanceof ConflictError) error.message += await dependents(client, organizationId, id);
      throw error;
    }
  },
}) {}

const body = ({ name, description, parentResourceId }: Partial<z.output<typeof inputs>>): Record<string, unknown> => ({
  name,
  description,
  parent_resource_id: parentResourceId,
});

/** Refusals that mean: something else is being changed, nothing was done here, come again. */
const BUSY = new Set<string | undefined>(["lock_timeout", "resource_type_update_in_progress"]);

/** 1, 2, 4, 8 and 16 seconds apart. */
const ATTEMPTS = 6;

async function whenFree<Answer>(client: WorkosClient, write: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      const refusal = vendorErrorOf(error);
      if (!refusal || !BUSY.has(refusal.request.code)) throw error;
      if (attempt === ATTEMPTS) {
        throw new ResourceError(
          "workos:AuthorizationResource",
          `${refusal.message}. It was tried for ${2 ** (ATTEMPTS - 1) - 1} s; nothing was changed.`,
          { cause: error },
        );
      }
      await client.pause(1000 * 2 ** (attempt - 1));
    }
  }
}

/** What keeps a resource from being deleted, as far as two short reads tell. */
async function dependents(client: WorkosClient, organization_id: string, id: string): Promise<string> {
  const limit = 5;
  try {
    const [children, assignments] = await Promise.all([
      client.get<{ data: ResourceRow[] }>(RESOURCES, { organization_id, parent_resource_id: id, limit }),
      client.get<{ data: AssignmentOnIt[] }>(`${path(id)}/role_assignments`, { limit }),
    ]);
    const found = [
      ...children.data.map((row) => `${row.resource_type_slug} ${JSON.stringify(row.external_id)} lies in it`),
      ...assignments.data.map(
        ({ organization_membership_id, role }) => `${organization_membership_id} has ${role.slug} on it`,
      ),
    ];
    return found.length > 0 ? `. Among others, ${found.join(", ")}` : "";
  } catch {
    return ""; // The refusal itself is what matters.
  }
}

interface AssignmentOnIt {
  organization_membership_id: string;
  role: { slug: string };
}

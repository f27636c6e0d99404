import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { local } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { ResourceError } from "../host/resource-error.ts";
import { NotFoundError } from "../http/errors/not-found-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import { type RoleRow, roleFields, roleSlug, shownRole } from "./role-fields.ts";

const inputs = z.strictObject({
  /** Up to 48 lower-case letters and digits, with single `-` or `_` between them. One that exists, e.g. `member`, is taken over. */
  slug: roleSlug.regex(
    /^(?!org-)/,
    "begins with org-, which is for the roles of single organizations: see OrganizationRole",
  ),
  ...roleFields,
  /**
   * What removing it means, since WorkOS cannot delete it: `abandon` leaves it as it is, `strip` takes its permissions.
   * Without a choice the engine protects it, and a preview refuses its removal and its replacement.
   */
  onDelete: local(z.enum(["abandon", "strip"]).optional()),
});

const ROLES = "/authorization/roles";

const path = (slug: string): string => `${ROLES}/${encodeURIComponent(slug)}`;

/** The list has no pages; it is in order of priority, which only the dashboard can change. */
export const environmentRoles: Collection<WorkosClient, RoleRow> = {
  name: "environment roles",
  list: (client) => client.unpaged(ROLES),
  id: (row) => row.id,
};

/** All roles of the environment share one order of priority, so their changes are sent one after another. */
const TURN = "environment roles";

/**
 * A role that every organization of the environment has, `member` among them, which is there from the start. Its
 * priority and which role is the default are set in the dashboard. Source: WorkOS API reference, "Role".
 */
export class EnvironmentRole extends defineResource({
  vendor: workos,
  name: "EnvironmentRole",
  inputs,
  computed: z.object({}),
  identity: ["slug"],
  immutable: ["slug", "resourceTypeSlug"],
  permanent: true,
  importId: ["slug"],
  collection: environmentRoles,
  scope: () => "",
  matches: (row, { slug }) => row.slug === slug,
  feed: {
    changes: ["role.created", "role.updated"],
    removals: ["role.deleted"],
    concerns: (data, { inputs: { slug } }) => data.slug === slug,
  },

  describe: (row) => ({
    id: row.id,
    inputs: shownRole(row),
    computed: {},
  }),

  ensure: (client, { slug, name, description, resourceTypeSlug }) =>
    client.inTurn(TURN, () =>
      client.post<RoleRow>(ROLES, { slug, name, description, resource_type_slug: resourceTypeSlug }),
    ),

  sync: (client, { permissions, ...rest }, { row }) =>
    client.inTurn(TURN, async () => {
      let role = row;
      if (Object.keys(rest).length > 0) role = await client.patch<RoleRow>(path(row.slug), rest);
      if (permissions) role = await client.put<RoleRow>(`${path(row.slug)}/permissions`, { permissions });
      return role;
    }),

  async remove(client, { inputs: { slug, onDelete } }) {
    if (onDelete === "abandon") return;
    if (onDelete === undefined) {
      throw new ResourceError(
        "workos:EnvironmentRole",
        `slug ${JSON.stringify(slug)} cannot be removed: WorkOS has no way to delete a role of the environment. Nothing was changed. ` +
          'Declare onDelete: "abandon" to leave it there as it is, or "strip" to take its permissions; run `pulumi up`, then remove it.',
      );
    }
    try {
      await client.inTurn(TURN, () => client.put(`${path(slug)}/permissions`, { permissions: [] }));
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error; // Somebody deleted it in the dashboard.
    }
  },

  leaves: ({ slug, onDelete }) =>
    onDelete === "strip"
      ? `${slug} stays at WorkOS, without permissions, and so do its assignments`
      : `${slug} stays at WorkOS as it is`,
}) {}

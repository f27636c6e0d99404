import { at, defineResource, eventsOf, local, says, snakeCase, z } from "../kit.ts";
import { workos } from "./client.ts";
import { roleSlug } from "./fields.ts";
import { LOSES, losesOne, type RoleRow, roleFields, showRole, syncRole } from "./role.ts";

/** All roles of the environment share one order of priority, so their changes are sent one after another. */
const TURN = "environment roles";

/**
 * A role that every organization of the environment has, `member` among them, which is there from the start. Its
 * priority and which role is the default are set in the dashboard. Source: WorkOS API reference, "Role".
 * @removal WorkOS has no way to delete one. Protected unless `onDelete` says `abandon` (stays as it is) or `strip`
 *   (stays without permissions)
 */
export class EnvironmentRole extends defineResource(workos, "EnvironmentRole", {
  inputs: z.strictObject({
    /** Up to 48 lower-case letters and digits, with single `-` or `_` between them. One that exists, e.g. `member`, is taken over on request. */
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
  }),
  key: ["slug"],
  immutable: ["slug", "resourceTypeSlug"],
  importId: "key",
  feed: {
    ...eventsOf("role"),
    about: (data, { slug, permissions }, _stored, event) => losesOne(data, permissions, event) ?? says(data, { slug }),
    covers: LOSES,
  },
  removal: {
    permanent: true,
    leaves: ({ slug, onDelete }) =>
      onDelete === "strip"
        ? `${slug} stays at WorkOS, without permissions, and so do its assignments`
        : `${slug} stays at WorkOS as it is`,
  },
  // Without pages, in order of priority, which only the dashboard can change.
  list: (api) => api.unpaged<RoleRow>(at`/authorization/roles`),
  lookAgain: (api, { slug }) => api.find(at`/authorization/roles/${slug}`),
  show: showRole,
  ensure: (api, { permissions: _onUpdateOnly, onDelete: _ours, ...role }) =>
    api.inTurn(TURN, () => api.post(at`/authorization/roles`, snakeCase(role))),
  sync: (api, changes, { slug, row }) =>
    api.inTurn(TURN, () => syncRole(api, at`/authorization/roles/${slug}`, changes, row)),
  remove: (api, { slug }) =>
    api.inTurn(TURN, () => api.put(at`/authorization/roles/${slug}/permissions`, { permissions: [] })),
}) {}

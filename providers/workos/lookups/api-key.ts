import type { SerializedUserApiKey } from "@workos-inc/node";
import { at, z } from "../../kit.ts";
import { asSet } from "../fields.ts";
import { ask, text } from "./question.ts";

/** What WorkOS shows of a key: never its value. */
export type ApiKeyFound = Readonly<ReturnType<typeof found>>;

const ofOrganization = z.strictObject({ organizationId: text });
const ofUser = z.strictObject({
  userId: text,
  /** Only the keys by which the user acts in this organization. */
  organizationId: text.optional(),
});

/** The API keys that belong to an organization, ended ones among them. Those of its members are theirs. */
export const listOrganizationApiKeys = (
  of: Readonly<z.input<typeof ofOrganization>>,
): Promise<readonly ApiKeyFound[]> =>
  ask("listOrganizationApiKeys", ofOrganization, of, async (answers, { organizationId }) =>
    (await answers.list<ApiKeyRow>(at`/organizations/${organizationId}/api_keys`)).map(found),
  );

/** The API keys that belong to a user, ended ones among them. */
export const listUserApiKeys = (of: Readonly<z.input<typeof ofUser>>): Promise<readonly ApiKeyFound[]> =>
  ask("listUserApiKeys", ofUser, of, async (answers, { userId, organizationId }) => {
    const query = { organization_id: organizationId };
    return (await answers.list<ApiKeyRow>(at`/user_management/users/${userId}/api_keys`, query)).map(found);
  });

type ApiKeyRow = Omit<SerializedUserApiKey, "owner"> & {
  owner: SerializedUserApiKey["owner"] | { type: "organization"; id: string };
};

const found = (row: ApiKeyRow) => ({
  id: row.id,
  /** Whose it is, or in which organization the user acts by it. */
  organizationId: row.owner.type === "user" ? row.owner.organization_id : row.owner.id,
  name: row.name,
  /** What people can know it by, e.g. `sk_...3456`. */
  obfuscatedValue: row.obfuscated_value,
  permissions: asSet(row.permissions) as readonly string[],
  /** RFC 3339, as all times here. */
  createdAt: row.created_at,
  /** Null when it does not end. */
  expiresAt: row.expires_at,
  /** Null when nobody has used it yet. */
  lastUsedAt: row.last_used_at,
});

import { isRoleId, name, predefinedRoles } from "../providers/openai/fields.ts";
import { idOf, type Reference } from "./declaration.ts";
import { nearest } from "./nearest.ts";
import { valueAt, type Written } from "./paths.ts";

/** What files call by its name and OpenAI by an id: things of its organization, and roles. */

/** What `fleet.yaml` declares of the organization, by name. `undefined` while that list itself is wrong. */
export type OrganizationNames = {
  readonly [List in "groups" | "certificates" | "identityProviders" | "externalKeys"]: ReadonlySet<string> | undefined;
};

export const organizationNames = (fleet: Written): OrganizationNames => ({
  groups: namesIn(valueAt(fleet, ["openai", "groups"])),
  certificates: namesIn(valueAt(fleet, ["openai", "certificates"])),
  identityProviders: namesIn(valueAt(fleet, ["openai", "identityProviders"])),
  externalKeys: namesIn(valueAt(fleet, ["openai", "externalKeys"])),
});

/** As the schema takes them. Whatever has no name is skipped: the schema reports it. */
export function namesIn(list: Written): ReadonlySet<string> | undefined {
  if (list !== undefined && !Array.isArray(list)) return undefined;
  return new Set((list ?? []).flatMap((item) => name.safeParse(valueAt(item as Written, ["name"])).data ?? []));
}

/** Why there is nothing of that name. @param otherwise what to do if no other name is near */
export function nameIsMissing(
  what: string,
  given: string,
  known: ReadonlySet<string> | undefined,
  otherwise: string,
): string | undefined {
  const text = given.trim();
  if (known === undefined || known.has(text)) return undefined;
  const meant = nearest(text, known);
  return `there is no ${what} "${text}", ${meant ? `did you mean ${meant}?` : otherwise}`;
}

/** Why nobody can be given that role: it is none that files declare, none that OpenAI predefines there, and no id. */
export const roleIsMissing = (
  scope: keyof typeof predefinedRoles,
  role: string,
  declared: ReadonlySet<string> | undefined,
  otherwise: string,
): string | undefined =>
  isRoleId(role.trim()) || declared === undefined
    ? undefined
    : nameIsMissing("role", role, new Set([...declared, ...predefinedRoles[scope]]), otherwise);

/** A role as an input, or as a reference to the one that a file declares. */
export const roleAs = (role: string, declaredAs: string | undefined): { inputs: object; refs: { role?: Reference } } =>
  declaredAs === undefined ? { inputs: { role }, refs: {} } : { inputs: {}, refs: { role: idOf(declaredAs) } };

import { z } from "zod";
import { permissions, predefinedRoles, roleDescription, roleName } from "../providers/openai/fields.ts";

/** A role of one's own, of the organization or of a project. Those that OpenAI predefines there are handed out as they are. */
export const ownRole = (scope: keyof typeof predefinedRoles) => {
  const predefined: readonly string[] = predefinedRoles[scope];
  return z.strictObject({
    name: roleName.refine((name) => !predefined.includes(name), {
      error: "is a role that OpenAI predefines, which nobody can change: give yours another name",
    }),
    description: roleDescription.exactOptional(),
    /** The whole set. */
    permissions,
  });
};

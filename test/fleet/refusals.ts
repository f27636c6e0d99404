import type { z } from "zod";
import type { Declaration } from "../../fleet/index.ts";
import * as openai from "../../providers/openai/index.ts";
import * as workos from "../../providers/workos/index.ts";

const vendors: Record<string, Record<string, { readonly definition: { readonly inputs: z.ZodType } }>> = {
  workos,
  openai,
};

/** Fits wherever a declaration refers to something: an id, a secret. */
const standIn = "org_1";

/** Why the resource would refuse what is declared, and what it would take otherwise than it is declared. */
export function refusals({ type, resourceName, inputs, refs = {} }: Declaration): string[] {
  const [vendor = "", name = ""] = type.split(":");
  const declared = { ...inputs, ...Object.fromEntries(Object.keys(refs).map((field) => [field, standIn])) };
  const taken = vendors[vendor]?.[name]?.definition.inputs.safeParse(declared);
  if (taken?.success === false)
    return taken.error.issues.map(({ path, message }) => `${resourceName}: ${path.join(".")}: ${message}`);
  const canonical = taken?.data as Record<string, unknown>;
  return Object.entries(inputs).flatMap(([field, value]) =>
    JSON.stringify(value) === JSON.stringify(canonical[field]) || isShort(type, field)
      ? []
      : [`${resourceName}: ${field}: ${JSON.stringify(value)} is taken as ${JSON.stringify(canonical[field])}`],
  );
}

/** Of the redirect URIs of an application the resource says which is the default, where a file need not. */
const isShort = (type: string, field: string): boolean =>
  type === "workos:ConnectApplication" && field === "redirectUris";

import { name, residency, vendorId } from "../../../providers/openai/fields.ts";
import { only } from "../../canonical.ts";
import { declaration, idOf } from "../../declaration.ts";
import type { Problem } from "../../fleet-error.ts";
import { nameIsMissing } from "../../openai-names.ts";
import { textsAt, valueAt } from "../../paths.ts";
import { catalogue, nameOf } from "../../resource-names.ts";
import { type DraftTenant, type Known, tenantSection } from "../../section.ts";
import { refused } from "../../words.ts";

/** What the customer has at OpenAI: one project, in which all else is. */
export const project = tenantSection({
  at: ["openai", "project"],
  own: {
    /** What the project is called at OpenAI: up to 255 characters. @default the tenant's key */
    name: name.exactOptional(),
  },
  shared: {
    residency: residency.exactOptional(),
    /** Which key the project is encrypted with: one of `openai.externalKeys` of fleet.yaml. Instead of `externalKeyId`. */
    externalKey: name.exactOptional(),
    /** The same by the id of a key that no file declares; null for none. */
    externalKeyId: vendorId.nullable().exactOptional(),
  },
  presets: refused(["name"], "belongs in the tenant file: every project has its own"),
  unshared: [{ what: "OpenAI project name", items: ["openai", "project", "name"], otherwise: "tenant" }],
  tenantRules: [keyExists],
  facts: ({ externalKey, externalKeyId, ...project }) => ({
    ...only(project, "residency"),
    /** Its name in fleet.yaml, or its id. */
    externalKey: externalKey ?? externalKeyId ?? null,
  }),
  declare: ({ externalKey, ...project }, { tenant, leaving }) => [
    declaration(
      "openai:Project",
      [tenant],
      { name: project.name ?? tenant, ...only(project, "residency", "externalKeyId") },
      {
        ...(externalKey !== undefined && {
          refs: { externalKeyId: idOf(nameOf(catalogue, "openai:ExternalKey", externalKey)) },
        }),
        after: [nameOf(tenant, "workos:Organization")],
        ...(!leaving && { protect: true }),
      },
    ),
  ],
});

type Keys = {
  readonly openai?: { readonly project?: { readonly externalKey?: string; readonly externalKeyId?: string | null } };
};

function keyExists({ file, effective }: DraftTenant<Keys>, { openai }: Known): Problem[] {
  const hasId = valueAt(effective, ["openai", "project", "externalKeyId"]) !== undefined;
  return textsAt(effective, ["openai", "project", "externalKey"]).flatMap(({ path, text }) => {
    if (hasId)
      return [file.problem(path, "stands beside externalKeyId: a project has one key, so take one of them out")];
    const otherwise = "declare it under openai.externalKeys of fleet.yaml";
    const missing = nameIsMissing("external key", text, openai.externalKeys, otherwise);
    return missing ? [file.problem(path, missing)] : [];
  });
}

import { name, residency, vendorId } from "../../../providers/openai/fields.ts";
import { only } from "../../canonical.ts";
import { declaration } from "../../declaration.ts";
import { nameOf } from "../../resource-names.ts";
import { tenantSection } from "../../section.ts";
import { refused } from "../../words.ts";

/** What the customer has at OpenAI: one project, in which all else is. */
export const project = tenantSection({
  at: ["openai", "project"],
  own: {
    /** @default the tenant's key */
    name: name.exactOptional(),
  },
  shared: {
    residency: residency.exactOptional(),
    /** Id of a customer-managed key of the organization. */
    externalKeyId: vendorId.nullable().exactOptional(),
  },
  presets: refused(["name"], "belongs in the tenant file: every project has its own"),
  unshared: [{ what: "OpenAI project name", items: ["openai", "project", "name"], otherwise: "tenant" }],
  declare: (project, { tenant, leaving }) => [
    declaration(
      "openai:Project",
      [tenant],
      { name: project.name ?? tenant, ...only(project, "residency", "externalKeyId") },
      { after: [nameOf(tenant, "workos:Organization")], ...(!leaving && { protect: true }) },
    ),
  ],
});

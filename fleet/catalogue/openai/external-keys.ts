import { z } from "zod";
import { isInOneCloud, keyClouds, keyPurpose, name } from "../../../providers/openai/fields.ts";
import { inOrder } from "../../canonical.ts";
import { declaration } from "../../declaration.ts";
import { each } from "../../paths.ts";
import { catalogue } from "../../resource-names.ts";
import { catalogueSection } from "../../section.ts";

const externalKey = z
  .strictObject({
    /** Shown to people, and what tenants' files call it. */
    name,
    purpose: keyPurpose.exactOptional(),
    aws: keyClouds.aws.exactOptional(),
    gcp: keyClouds.gcp.exactOptional(),
    azure: keyClouds.azure.exactOptional(),
    oci: keyClouds.oci.exactOptional(),
  })
  .superRefine(isInOneCloud);

/** Keys in other clouds that projects can be encrypted with. */
export const externalKeys = catalogueSection({
  at: ["openai"],
  fields: { externalKeys: z.array(externalKey).exactOptional() },
  distinct: [{ items: ["openai", "externalKeys", each], by: ["name"] }],
  declare: ({ externalKeys }) =>
    inOrder(externalKeys, ({ name }) => name).map((key) =>
      declaration("openai:ExternalKey", [catalogue, key.name], key),
    ),
});

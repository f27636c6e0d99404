import { z } from "zod";
import { vaultContext, vaultName } from "../../providers/workos/fields.ts";
import { inOrder, only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { nameOf } from "../resource-names.ts";
import { secretReference, secretSource } from "../secret-references.ts";
import { tenantSection } from "../section.ts";

/** Secrets that WorkOS keeps for this customer, encrypted with keys that the context chooses. */
export const vault = tenantSection({
  own: {
    vault: z
      .array(
        z.strictObject({
          /** Unique in the environment, so in the fleet. */
          name: vaultName,
          /** Decides with which key the value is encrypted. */
          context: vaultContext.exactOptional(),
          value: secretReference,
        }),
      )
      .exactOptional(),
  },
  distinct: [{ items: ["vault", each], by: ["name"] }],
  unshared: [{ what: "vault name", items: ["vault", each, "name"] }],
  secrets: [["vault", each, "value"]],
  facts: ({ vault }) => ({
    vault: inOrder(vault, ({ name }) => name).map((object) => only(object, "name", "context")),
  }),
  declare: ({ vault }, { tenant }) =>
    inOrder(vault, ({ name }) => name).map(({ value, ...object }) =>
      declaration("workos:VaultObject", [tenant, object.name], object, {
        refs: { value: { secret: secretSource(value) } },
        after: [nameOf(tenant, "workos:Organization")],
      }),
    ),
});

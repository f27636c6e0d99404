import { z } from "zod";
import { inOrder, only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { resourceNames } from "../resource-names.ts";
import { secretReference, secretSource } from "../secret-references.ts";
import { tenantSection } from "../section.ts";
import { line } from "../words.ts";

const mostContext = 10; // WorkOS API description, vault `key_context`: maxProperties

/** Secrets that WorkOS keeps for this customer, encrypted with keys that the context chooses. */
export const vault = tenantSection({
  own: {
    vault: z
      .array(
        z.strictObject({
          /** Unique in the environment, so in the fleet. */
          name: line(200),
          /** Decides with which key the value is encrypted. */
          context: z
            .record(z.string().min(1).max(500), z.string().max(500))
            .refine((pairs) => Object.keys(pairs).length <= mostContext, {
              error: `must have at most ${mostContext} pairs`,
            })
            .exactOptional(),
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
      declaration("workos:VaultObject", resourceNames.vaultObject(tenant, object.name), object, {
        refs: { value: { secret: secretSource(value) } },
      }),
    ),
});

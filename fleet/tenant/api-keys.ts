import { z } from "zod";
import { line } from "../../providers/contract/fields.ts";
import { apiKeyDays, moment, permissions } from "../../providers/workos/fields.ts";
import { inOrder, only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { byDate, epochKey, epochsOf, nameInEpoch, rotation } from "../rotation.ts";
import { epochsTakeNoOthersName } from "../rules/epochs.ts";
import { afterPermissions, tenantSection, watched } from "../section.ts";
import { inOrganization } from "./organization.ts";

const apiKey = z
  .strictObject({
    /** Up to 200 characters. With an epoch, its label is appended, for which this leaves room. */
    name: line(200),
    /** The whole set; left out or `[]`, the key may do nothing that needs a permission. */
    permissions: permissions.exactOptional(),
    /** Counted from creation and never sent again. */
    expiresInDays: apiKeyDays.exactOptional(),
    expiresAt: moment.nullable().exactOptional(),
    rotation: rotation.exactOptional(),
  })
  .refine(({ expiresInDays, expiresAt }) => expiresInDays === undefined || expiresAt === undefined, {
    error: "a key has either expiresInDays or expiresAt, not both",
    path: ["expiresAt"],
  });

/** Keys with which the customer's programs use our product. */
export const apiKeys = tenantSection({
  shared: { apiKeys: z.array(apiKey).exactOptional() },
  distinct: [{ items: ["apiKeys", each], by: ["name"] }],
  permissions: [["apiKeys", each, "permissions", each]],
  tenantRules: [epochsTakeNoOthersName("key", ["apiKeys", each])],
  facts: ({ apiKeys }) => ({
    apiKeys: inOrder(apiKeys, ({ name }) => name).map((key) => ({
      ...only(key, "name", "expiresInDays", "expiresAt", "rotation"),
      permissions: key.permissions ?? [],
    })),
  }),
  declare: ({ apiKeys }, { tenant, today, keysEnd, ...context }) =>
    inOrder(keysEnd ? [] : apiKeys, ({ name }) => name).flatMap((key) =>
      epochsOf(key.rotation, today).map((epoch, index) =>
        declaration(
          "workos:OrganizationApiKey",
          [tenant, key.name, ...epochKey(epoch)],
          {
            name: nameInEpoch(key.name, epoch),
            permissions: key.permissions ?? [],
            ...only(key, "expiresInDays", "expiresAt"),
            ...only(epoch, "overlapHours"),
          },
          {
            after: afterPermissions(key.permissions, context),
            ...inOrganization(tenant),
            ...byDate(key.rotation, index),
            // The value to use is the current epoch's.
            ...(index === 0 && { shows: [{ as: "apiKeys", name: key.name, property: "value" }] }),
          },
        ),
      ),
    ),
  watch: ({ apiKeys }, { tenant }) =>
    watched(apiKeys, { list: "apiKeys", of: "workos:OrganizationApiKey", within: inOrganization(tenant).refs }),
});

import { z } from "zod";
import { asSet } from "../../../providers/contract/fields.ts";
import { keyDays, keyScope, name, secondsPerDay, serviceAccountRole } from "../../../providers/openai/fields.ts";
import { inOrder } from "../../canonical.ts";
import { type Declaration, declaration, idOf, outputOf } from "../../declaration.ts";
import { each } from "../../paths.ts";
import { nameOf } from "../../resource-names.ts";
import { tenantSection } from "../../section.ts";
import { notYet, oneOf, unlessMissing } from "../../words.ts";
import { inProject } from "./in-project.ts";

const key = z.strictObject({
  name,
  scopes: z
    .union(
      [
        z.literal("all"),
        z.array(keyScope).min(1, {
          error: "[] would give the key every permission: list its scopes, or write all if that is meant",
        }),
      ],
      { error: unlessMissing("expected a list of scopes, or the word all") },
    )
    .transform((scopes) => (scopes === "all" ? scopes : asSet(scopes))),
  /** Counted from creation and never sent again. */
  expiresInDays: keyDays.exactOptional(),
  ...notYet("rotation"),
});

const serviceAccount = z.strictObject({
  name,
  role: oneOf(serviceAccountRole.options, ["none"]).exactOptional(),
  keys: z.array(key).exactOptional(),
});
type ServiceAccount = z.output<typeof serviceAccount>;

/** Who the customer's programs are at OpenAI, and the keys that they use. */
export const serviceAccounts = tenantSection({
  at: ["openai", "project"],
  shared: { serviceAccounts: z.array(serviceAccount).exactOptional() },
  distinct: [
    { items: ["openai", "project", "serviceAccounts", each], by: ["name"] },
    { items: ["openai", "project", "serviceAccounts", each, "keys", each], by: ["name"] },
  ],
  declare: ({ serviceAccounts }, { tenant }) =>
    inOrder(serviceAccounts, ({ name }) => name).flatMap((account) => declareAccount(tenant, account)),
});

function declareAccount(tenant: string, { name: account, role, keys }: ServiceAccount): Declaration[] {
  const owner = nameOf(tenant, "openai:ServiceAccount", account);
  return [
    // The role is always stated: an account that is only created has none, and its keys can do nothing.
    declaration(
      "openai:ServiceAccount",
      [tenant, account],
      { name: account, role: role ?? "member" },
      inProject(tenant),
    ),
    ...inOrder(keys, ({ name }) => name).map(({ name, scopes, expiresInDays }) =>
      declaration(
        "openai:ServiceAccountKey",
        [tenant, account, name],
        {
          name,
          ...(scopes !== "all" && { scopes }),
          ...(expiresInDays !== undefined && { expiresInSeconds: expiresInDays * secondsPerDay }),
        },
        {
          refs: { projectId: outputOf(owner, "projectId"), serviceAccountId: idOf(owner) },
          deletedWith: inProject(tenant).deletedWith,
          shows: [{ as: "keys", name: `${account}/${name}`, property: "value" }],
        },
      ),
    ),
  ];
}

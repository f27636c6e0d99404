import { z } from "zod";
import { line } from "../../../providers/contract/fields.ts";
import { keyDays, name, secondsPerDay, serviceAccountRole } from "../../../providers/openai/fields.ts";
import { inOrder } from "../../canonical.ts";
import { type Declaration, declaration, idOf, outputOf } from "../../declaration.ts";
import { each } from "../../paths.ts";
import { nameOf } from "../../resource-names.ts";
import { byDate, epochKey, epochsOf, nameInEpoch, rotationWithoutExpiry } from "../../rotation.ts";
import { epochsTakeNoOthersName } from "../../rules/epochs.ts";
import { tenantSection } from "../../section.ts";
import { oneOf } from "../../words.ts";
import { inProject } from "./in-project.ts";
import { scopesOrAll } from "./scopes.ts";

const key = z.strictObject({
  /** With an epoch, its label is appended, for which this leaves room. */
  name: line(200),
  scopes: scopesOrAll("the key"),
  /** Counted from creation and never sent again. */
  expiresInDays: keyDays.exactOptional(),
  rotation: rotationWithoutExpiry("OpenAI ends no key later", "key").exactOptional(),
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
  tenantRules: [epochsTakeNoOthersName("openai", "project", "serviceAccounts", each, "keys", each)],
  declare: ({ serviceAccounts }, { tenant, today }) =>
    inOrder(serviceAccounts, ({ name }) => name).flatMap((account) => declareAccount(tenant, account, today)),
});

function declareAccount(tenant: string, { name: account, role, keys }: ServiceAccount, today: string): Declaration[] {
  const owner = nameOf(tenant, "openai:ServiceAccount", account);
  return [
    // The role is always stated: an account that is only created has none, and its keys can do nothing.
    declaration(
      "openai:ServiceAccount",
      [tenant, account],
      { name: account, role: role ?? "member" },
      inProject(tenant),
    ),
    ...inOrder(keys, ({ name }) => name).flatMap(({ name, scopes, expiresInDays, rotation }) =>
      // OpenAI cannot end a key later, so during an overlap both are declared.
      epochsOf(rotation, today).map((epoch, index) =>
        declaration(
          "openai:ServiceAccountKey",
          [tenant, account, name, ...epochKey(epoch)],
          {
            name: nameInEpoch(name, epoch),
            ...(scopes !== "all" && { scopes }),
            ...(expiresInDays !== undefined && { expiresInSeconds: expiresInDays * secondsPerDay }),
          },
          {
            refs: { projectId: outputOf(owner, "projectId"), serviceAccountId: idOf(owner) },
            deletedWith: inProject(tenant).deletedWith,
            ...byDate(rotation, index),
            // The value to use is the current epoch's.
            ...(index === 0 && { shows: [{ as: "keys", name: `${account}/${name}`, property: "value" }] }),
          },
        ),
      ),
    ),
  ];
}

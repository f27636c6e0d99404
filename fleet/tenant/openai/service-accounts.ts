import { z } from "zod";
import { line } from "../../../providers/contract/fields.ts";
import { keyDays, name, secondsPerDay, serviceAccountRole } from "../../../providers/openai/fields.ts";
import { inOrder } from "../../canonical.ts";
import { type Declaration, declaration, idOf, outputOf } from "../../declaration.ts";
import { each, itemsAt, type Path, valueAt, type Written } from "../../paths.ts";
import { nameOf } from "../../resource-names.ts";
import {
  byDate,
  epochKey,
  epochsOf,
  nameInEpoch,
  type Rotation,
  rotation,
  rotationWithoutExpiry,
} from "../../rotation.ts";
import { epochsTakeNoOthersName } from "../../rules/epochs.ts";
import { type DraftTenant, tenantSection, watched } from "../../section.ts";
import { oneOf } from "../../words.ts";
import { inProject } from "./in-project.ts";
import { scopesOrAll } from "./scopes.ts";

const key = z.strictObject({
  /** Up to 200 characters. With an epoch, its label is appended, for which this leaves room. */
  name: line(200),
  /** What the key may do, e.g. `model.request`: the whole set, or the word `all`. */
  scopes: scopesOrAll("the key"),
  /** Counted from creation and never sent again. */
  expiresInDays: keyDays.exactOptional(),
  /** When another one takes its place. Left out: never. */
  rotation: rotationWithoutExpiry("OpenAI ends no key later", "key").exactOptional(),
});

/** OpenAI's own limit, less `-` and the longest label. */
const longestRotatingName = 255 - 33;

const serviceAccount = z
  .strictObject({
    /** The natural key. A new name is a new account with new keys. */
    name,
    role: oneOf(serviceAccountRole.options, ["none"]).exactOptional(),
    /** Of the account as a whole: another one takes over, with keys of its own, and takes the old keys along when it goes. */
    rotation: rotationWithoutExpiry("OpenAI ends no service account later", "account").exactOptional(),
    /** Keys by which programs are this account. Their values are secrets in the component's outputs. */
    keys: z.array(key).exactOptional(),
  })
  .refine(({ name, rotation }) => rotation === undefined || name.length <= longestRotatingName, {
    error: `must be ${longestRotatingName} characters or less, since its epoch is appended`,
    path: ["name"],
  });
type ServiceAccount = z.output<typeof serviceAccount>;

const accounts = ["openai", "project", "serviceAccounts", each] as const;

/** Who the customer's programs are at OpenAI, and the keys that they use. */
export const serviceAccounts = tenantSection({
  at: ["openai", "project"],
  shared: { serviceAccounts: z.array(serviceAccount).exactOptional() },
  distinct: [
    { items: accounts, by: ["name"] },
    { items: [...accounts, "keys", each], by: ["name"] },
  ],
  tenantRules: [
    epochsTakeNoOthersName("account", accounts, "as it was"),
    epochsTakeNoOthersName("key", [...accounts, "keys", each]),
    (tenant) =>
      rotatingTwice(tenant)
        .filter(({ account }) => account.epoch !== undefined)
        .map(({ path }) =>
          tenant.file.problem(path, "its account rotates, with all of its keys: take this rotation out"),
        ),
  ],
  warnings: [
    (tenant, { today }) =>
      rotatingTwice(tenant)
        .filter(({ account }) => account.every !== undefined && !isStillAsItWas(account, today))
        .map(({ path }) =>
          tenant.file.problem(
            path,
            "does nothing any more, since its account rotates, with all of its keys: take it out",
          ),
        ),
  ],
  facts: ({ serviceAccounts }) => ({
    serviceAccounts: inOrder(serviceAccounts, ({ name }) => name).map(({ name, role, rotation, keys }) => ({
      ...{ name, role: role ?? ("member" as const) },
      ...(rotation && { rotation }),
      keys: inOrder(keys, ({ name }) => name),
    })),
  }),
  declare: ({ serviceAccounts }, { tenant, today }) =>
    inOrder(serviceAccounts, ({ name }) => name).flatMap((account) => declareAccount(tenant, account, today)),
  watch: ({ serviceAccounts }, { tenant, today }) => [
    ...watched(serviceAccounts, {
      list: "serviceAccounts",
      of: "openai:ServiceAccount",
      within: inProject(tenant).refs,
    }),
    ...inOrder(serviceAccounts, ({ name }) => name).flatMap(({ name, rotation, keys }) =>
      epochsOfAccount(rotation, today).flatMap((epoch) =>
        watched(keys, {
          list: "keys",
          owner: nameInEpoch(name, epoch),
          managedAs: "serviceAccounts",
          of: "openai:ServiceAccountKey",
          within: inAccount(nameOf(tenant, "openai:ServiceAccount", name, ...epochKey(epoch))),
        }),
      ),
    ),
  ],
});

const inAccount = (account: string) => ({
  projectId: outputOf(account, "projectId"),
  serviceAccountId: idOf(account),
});

/**
 * Before its rotation begins, and for one overlap after that, there is the account without a label, with its keys as they are.
 * So a file is moved over from keys that rotate by one more line, with a valid key at every moment.
 */
const epochsOfAccount = (rotation: Rotation | undefined, today: string) => epochsOf(rotation, today, "as it was");

const isStillAsItWas = (rotation: Rotation, today: string): boolean =>
  epochsOfAccount(rotation, today).some(({ label }) => label === undefined);

/** The rotations of keys whose account rotates. */
const rotatingTwice = ({ effective }: DraftTenant<unknown>): { readonly path: Path; readonly account: Rotation }[] =>
  itemsAt(effective as Written, accounts).flatMap(({ path, value }) => {
    const account = rotation.safeParse(valueAt(value as Written, ["rotation"]));
    if (!account.success) return [];
    return itemsAt(value as Written, ["keys", each, "rotation"], path).map(({ path }) => ({
      path,
      account: account.data,
    }));
  });

function declareAccount(tenant: string, { name: account, role, rotation, keys }: ServiceAccount, today: string) {
  // OpenAI ends neither an account nor a key later, so during an overlap both are declared.
  return epochsOfAccount(rotation, today).flatMap((epoch, index): Declaration[] => {
    const natural = [account, ...epochKey(epoch)];
    const owner = nameOf(tenant, "openai:ServiceAccount", ...natural);
    return [
      // The role is always stated: an account that is only created has none, and its keys can do nothing.
      declaration(
        "openai:ServiceAccount",
        [tenant, ...natural],
        { name: nameInEpoch(account, epoch), role: role ?? "member" },
        { ...inProject(tenant), ...byDate(rotation, index) },
      ),
      ...inOrder(keys, ({ name }) => name).flatMap((key) => {
        const own = epoch.label === undefined ? key.rotation : undefined;
        return epochsOf(own, today).map((keyEpoch, keyIndex) =>
          declaration(
            "openai:ServiceAccountKey",
            [tenant, ...natural, key.name, ...epochKey(keyEpoch)],
            {
              name: nameInEpoch(key.name, keyEpoch),
              ...(key.scopes !== "all" && { scopes: key.scopes }),
              ...(key.expiresInDays !== undefined && { expiresInSeconds: key.expiresInDays * secondsPerDay }),
            },
            {
              refs: inAccount(owner),
              deletedWith: owner,
              ...(index > 0 ? byDate(rotation, index) : byDate(own ?? rotation, keyIndex)),
              // The value to use is that of the current epochs.
              ...(index + keyIndex === 0 && {
                shows: [{ as: "keys", name: `${account}/${key.name}`, property: "value" }],
              }),
            },
          ),
        );
      }),
    ];
  });
}

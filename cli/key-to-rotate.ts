import { ownerAndKey } from "../fleet/index.ts";
import * as openai from "../providers/openai/index.ts";
import * as workos from "../providers/workos/index.ts";
import { CommandFailed } from "./command-failed.ts";
import { resourceNameOf, type Stored } from "./pulumi.ts";

/**
 * The urn of the key that is meant.
 * @throws CommandFailed with the keys that there are, if it is none of them or may be several
 */
export function keyToRotate(resources: readonly Stored[], tenant: string, wanted: string): string {
  const keys = resources
    .filter((resource) => isShownOnce.has(resource.type) && !resource.delete)
    .map(({ urn, inputs }) => ({
      urn,
      isOver: inputs?.__epoch === "previous",
      ...ownerAndKey(resourceNameOf({ urn })),
    }))
    .filter(({ owner }) => owner === tenant)
    .map(({ key, ...stored }) => ({ ...stored, name: key.join("/"), names: namesOf(key) }));
  const called = keys.filter(({ names }) => names.includes(wanted));
  // `api/main` is of the account before it rotated, too: of that one it is over once there is another.
  const exact = called.filter(({ name, isOver }) => name === wanted && !(isOver && called.length > 1));
  const meant = exact.length > 0 ? exact : called.filter(({ name }) => name !== wanted);
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) return only.urn;
  const listed = (some: typeof keys): string =>
    some
      .map(({ name }) => name)
      .sort()
      .join(", ");
  if (only !== undefined) throw new CommandFailed(`${wanted} may be any of ${listed(meant)}: say which one.`);
  throw new CommandFailed(
    keys.length === 0
      ? `The stack has no keys of ${tenant}. What is declared and not made yet is made by \`pulumi up\`.`
      : `${tenant} has no key ${wanted} in the stack, which has ${listed(keys)}.`,
  );
}

/** As it is, by its account alone, without its epoch, or without that of its account: any part may be left out but the first. */
const namesOf = ([first = "", ...parts]: readonly string[]): readonly string[] =>
  parts.reduce((names, part) => names.concat(names.map((name) => `${name}/${part}`)), [first]);

/** Types with a value that the vendor shows once: a new one is a new object. */
const isShownOnce: ReadonlySet<string> = new Set(
  Object.values({ ...workos, ...openai })
    .filter(({ definition }) => "shownOnce" in definition && definition.shownOnce !== undefined)
    .map(({ __pulumiType }) => __pulumiType),
);

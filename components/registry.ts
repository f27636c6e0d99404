import * as pulumi from "@pulumi/pulumi";
import { type Declaration, ownerAndKey, type Reference, type SecretSource, type ShownKind } from "../fleet/index.ts";
import { isObservation } from "../providers/host/observation.ts";
import type { ResourceType as ResourceDefinition } from "../providers/host/resource-type.ts";
import { ID } from "../providers/host/wire.ts";
import * as openai from "../providers/openai/index.ts";
import * as workos from "../providers/workos/index.ts";

interface ResourceClass {
  new (
    name: string,
    inputs: Record<string, unknown>,
    opts: pulumi.CustomResourceOptions,
    asked?: Iterable<string>,
  ): pulumi.CustomResource;
  readonly definition: ResourceDefinition;
}

/**
 * Registers declared resources and finds them by their names, so that later declarations can refer to earlier ones. It
 * decides nothing: what to register, in which order and with what inputs is up to the planner.
 */
export class Registry {
  readonly #resources: Map<string, pulumi.CustomResource>;
  readonly #read: Set<pulumi.CustomResource>;
  readonly #isFirst: boolean;
  readonly #shown = new Map<ShownKind, Record<string, pulumi.Output<string>>>();

  /** @param earlier what declarations may refer to besides those that are registered here. */
  constructor(earlier?: Registry) {
    this.#isFirst = earlier === undefined;
    this.#resources = new Map(earlier === undefined ? [] : earlier.#resources);
    this.#read = new Set(earlier === undefined ? [] : earlier.#read);
  }

  register(declared: readonly Declaration[], parent: pulumi.Resource): void {
    // Later registries may refer to anything in the first one.
    const asked = this.#isFirst ? undefined : askedOf(declared);
    for (const declaration of declared) {
      this.#register(declaration, parent, asked && (asked.get(declaration.resourceName) ?? []));
    }
  }

  /** The resource of this name, if it is declared. */
  find(resourceName: string): pulumi.CustomResource | undefined {
    return this.#resources.get(resourceName);
  }

  /** What declarations offer to the program under this word, by name. Secret values stay secret. */
  shown(kind: ShownKind): Readonly<Record<string, pulumi.Output<string>>> {
    return this.#shown.get(kind) ?? {};
  }

  #register(declaration: Declaration, parent: pulumi.Resource, asked?: Iterable<string>): void {
    const {
      type,
      resourceName,
      inputs,
      refs = {},
      after = [],
      awaits,
      reads,
      once,
      endsAtOnce,
      protect,
      deletedWith,
      epoch,
      shows = [],
    } = declaration;
    const Resource = classOf(type);
    const referred = Object.entries(refs).map(([field, reference]) => [field, this.resolve(reference)]);
    const properties: Record<string, unknown> = {
      ...inputs,
      ...Object.fromEntries(referred),
      ...(epoch && { __epoch: epoch }),
      ...(endsAtOnce && { __endsAtOnce: true }),
    };
    const opts: pulumi.CustomResourceOptions = {
      parent,
      dependsOn: after.map((name) => this.#resource(name)),
      ...(once && { ignoreChanges: [...once] }),
      ...(protect && { protect }),
      ...(deletedWith !== undefined && { deletedWith: this.#resource(deletedWith) }),
    };
    const awaited = awaits === undefined ? undefined : refs[awaits];
    if (awaits !== undefined && awaited && "of" in awaited) {
      whenThere(this.#resource(awaited.of), awaited.output, (preview) => {
        new Resource(resourceName, properties, { ...opts, ...(preview && { ignoreChanges: [awaits] }) }, asked);
      });
      return;
    }
    const resource =
      reads === undefined
        ? new Resource(resourceName, properties, opts, asked)
        : new Resource(resourceName, { ...reads, [ID]: "" }, { ...opts, id: ownerAndKey(resourceName).key.join("/") }, [
            ID,
          ]);
    this.#resources.set(resourceName, resource);
    if (reads !== undefined) this.#read.add(resource);
    for (const { as, name, property } of shows) {
      this.#shown.set(as, { ...this.#shown.get(as), [name]: outputOf(resource, property) });
    }
  }

  /** The value that a reference stands for. */
  resolve(reference: Reference): pulumi.Output<string> {
    if (!("of" in reference)) return secretOf(reference.secret);
    const resource = this.#resource(reference.of);
    return outputOf(resource, reference.output === "id" && this.#read.has(resource) ? ID : reference.output);
  }

  #resource(name: string): pulumi.CustomResource {
    const resource = this.#resources.get(name);
    if (resource === undefined) throw new Error(`bug: ${name} is referred to before it is declared`);
    return resource;
  }
}

/** By resource, the outputs that other declarations refer to or that are shown to the program. */
function askedOf(declared: readonly Declaration[]): Map<string, Set<string>> {
  const asked = new Map<string, Set<string>>();
  const ask = (name: string, output: string) => asked.set(name, (asked.get(name) ?? new Set()).add(output));
  for (const { resourceName, refs = {}, shows = [] } of declared) {
    for (const reference of Object.values(refs)) if ("of" in reference) ask(reference.of, reference.output);
    for (const { property } of shows) ask(resourceName, property);
  }
  return asked;
}

const vendors: Readonly<Record<string, unknown>> = { workos, openai };

export function classOf(type: string): ResourceClass {
  const [vendor = "", name = ""] = type.split(":");
  return (vendors[vendor] as Record<string, ResourceClass>)[name] as ResourceClass;
}

/** Whether resources of this type, as the engine has it, stand for no object at a vendor, but for what was seen there. */
export function isObserved(type: string): boolean {
  const [vendor = "", name = ""] = type.replace("pulumi-nodejs:dynamic/", "").split(":");
  const known = (vendors[vendor] as Record<string, ResourceClass> | undefined)?.[name];
  return known !== undefined && isObservation(known.definition);
}

const outputOf = (resource: pulumi.CustomResource, property: string): pulumi.Output<string> =>
  (resource as unknown as Record<string, pulumi.Output<string>>)[property] as pulumi.Output<string>;

const secretOf = ({ from, name }: SecretSource): pulumi.Output<string> =>
  from === "environment" ? pulumi.secret(process.env[name] ?? "") : new pulumi.Config().requireSecret(name);

/** Members of `Output` that the SDK has but does not declare. Nothing else can act on a value that a preview does not know. */
interface Knowable<Value> {
  readonly isKnown: Promise<boolean>;
  apply(work: (value: Value) => Promise<void>, runWithUnknowns: true): unknown;
}

/** What an output has as a value alone: state would note twice that it is a resource's, which is longer than the value. */
export const valueAlone = (output: pulumi.Output<string>): Promise<string> =>
  new Promise((resolve) => {
    (output as unknown as Knowable<string>).apply(async (value) => {
      resolve(pulumi.isUnknown(value) ? pulumi.runtime.unknownValue : value);
    }, true);
  });

/**
 * Calls `make` if the output is not empty.
 *
 * In a preview, the outputs of a resource that is about to change are unknown. What depends on it is then registered all the
 * same, with `preview` true, or the preview would show it as deleted. The output of a resource that does not exist yet
 * starts empty, so nothing is made for it.
 */
function whenThere(resource: pulumi.CustomResource, property: string, make: (preview: boolean) => void): void {
  (outputOf(resource, property) as unknown as Knowable<unknown>).apply(async (value) => {
    if (!pulumi.isUnknown(value)) {
      if (value !== "") make(false);
    } else if (await (resource.id as unknown as Knowable<string>).isKnown) make(true);
  }, true);
}

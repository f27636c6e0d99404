import * as pulumi from "@pulumi/pulumi";
import type { Declaration, Reference, SecretSource, ShownKind } from "../fleet/index.ts";
import * as openai from "../providers/openai/index.ts";
import * as workos from "../providers/workos/index.ts";

type ResourceClass = new (
  name: string,
  inputs: Record<string, unknown>,
  opts: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

/**
 * Makes resources of declarations and knows them by their resource names, so that later ones can refer to earlier ones.
 * Nothing is decided here: what to make, in which order and with what is the planner's.
 */
export class Registry {
  readonly #resources: Map<string, pulumi.CustomResource>;
  readonly #shown = new Map<ShownKind, Record<string, pulumi.Output<string>>>();

  /** @param earlier what declarations may refer to besides those that are registered here. */
  constructor(earlier?: Registry) {
    this.#resources = new Map(earlier === undefined ? [] : earlier.#resources);
  }

  register(declared: readonly Declaration[], parent: pulumi.Resource): void {
    for (const declaration of declared) this.#register(declaration, parent);
  }

  /** The resource of this name, if it is declared. */
  find(resourceName: string): pulumi.CustomResource | undefined {
    return this.#resources.get(resourceName);
  }

  /** What declarations show under this word, by name. Values that are secret stay so. */
  shown(kind: ShownKind): Readonly<Record<string, pulumi.Output<string>>> {
    return this.#shown.get(kind) ?? {};
  }

  #register(declaration: Declaration, parent: pulumi.Resource): void {
    const { type, resourceName, inputs, refs = {}, after = [], awaits, protect, deletedWith, shows = [] } = declaration;
    const Resource = classOf(type);
    const referred = Object.entries(refs).map(([field, reference]) => [field, this.#resolve(reference)]);
    const properties: Record<string, unknown> = { ...inputs, ...Object.fromEntries(referred) };
    const opts: pulumi.CustomResourceOptions = {
      parent,
      dependsOn: after.map((name) => this.#resource(name)),
      ...(protect && { protect }),
      ...(deletedWith !== undefined && { deletedWith: this.#resource(deletedWith) }),
    };
    const awaited = awaits === undefined ? undefined : refs[awaits];
    if (awaits !== undefined && awaited && "of" in awaited) {
      whenThere(this.#resource(awaited.of), awaited.output, (preview) => {
        new Resource(resourceName, properties, { ...opts, ...(preview && { ignoreChanges: [awaits] }) });
      });
      return;
    }
    const resource = new Resource(resourceName, properties, opts);
    this.#resources.set(resourceName, resource);
    for (const { as, name, property } of shows) {
      this.#shown.set(as, { ...this.#shown.get(as), [name]: outputOf(resource, property) });
    }
  }

  #resolve(reference: Reference): pulumi.Output<string> {
    return "of" in reference ? outputOf(this.#resource(reference.of), reference.output) : secretOf(reference.secret);
  }

  #resource(name: string): pulumi.CustomResource {
    const resource = this.#resources.get(name);
    if (resource === undefined) throw new Error(`bug: ${name} is referred to before it is declared`);
    return resource;
  }
}

const vendors: Readonly<Record<string, unknown>> = { workos, openai };

function classOf(type: string): ResourceClass {
  const [vendor = "", name = ""] = type.split(":");
  return (vendors[vendor] as Record<string, ResourceClass>)[name] as ResourceClass;
}

const outputOf = (resource: pulumi.CustomResource, property: string): pulumi.Output<string> =>
  (resource as unknown as Record<string, pulumi.Output<string>>)[property] as pulumi.Output<string>;

const secretOf = ({ from, name }: SecretSource): pulumi.Output<string> =>
  from === "environment" ? pulumi.secret(process.env[name] ?? "") : new pulumi.Config().requireSecret(name);

/** What the SDK has and does not declare: there is no other way to act on a value that a preview does not know. */
interface Knowable<Value> {
  readonly isKnown: Promise<boolean>;
  apply(work: (value: Value) => Promise<void>, runWithUnknowns: true): unknown;
}

/**
 * Calls `make` once the output is not empty; while it is, there is nothing to make it for.
 *
 * A preview of a change to the resource knows none of its outputs any more. Then what depends on it counts as still there
 * and as it was, or the preview would announce that it goes. Of a resource that is yet to be made they start empty.
 */
function whenThere(resource: pulumi.CustomResource, property: string, make: (preview: boolean) => void): void {
  (outputOf(resource, property) as unknown as Knowable<unknown>).apply(async (value) => {
    if (!pulumi.isUnknown(value)) {
      if (value !== "") make(false);
    } else if (await (resource.id as unknown as Knowable<string>).isKnown) make(true);
  }, true);
}

import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { importAdvice } from "../../engine/language-host/import-advice.ts";
import type { Definition } from "../contract/definition.ts";
import { marked } from "../contract/marks.ts";
import { printableLines } from "../contract/printable.ts";
import type { Vendor } from "../contract/vendor.ts";
import { type ResourceType, resourceType } from "./resource-type.ts";
import { spareBookkeeping, withholdAnswers } from "./sdk.ts";

withholdAnswers();
spareBookkeeping();

/** Arguments of a resource: what its schema accepts, every part of which may be an output of another resource. */
export type Args<Inputs extends z.ZodObject> = {
  [Field in keyof z.input<Inputs>]: DeepInput<z.input<Inputs>[Field]>;
};

/** Arguments of the class, by which its vendor's `index.ts` names them: `GroupArgs` is `ArgsOf<typeof Group>`. */
export type ArgsOf<Class extends { readonly definition: { readonly inputs: z.ZodObject } }> = Args<
  Class["definition"]["inputs"]
>;

/** A union stays one: `Output<boolean>` is no `Output<true>`, and no `Output<false>` either. */
type DeepInput<Value> = pulumi.Input<InputParts<Value>>;

/** Distributes over a union, so that each of its members is looked into. */
type InputParts<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly DeepInput<Item>[]
    : { [Key in keyof Value]: DeepInput<Value[Key]> };

/** A resource as a program holds it: its inputs, and what the vendor adds, as outputs. */
export type Instance<Inputs extends z.ZodObject, Computed extends z.ZodObject> = pulumi.CustomResource &
  Outputs<Inputs["shape"]> &
  Outputs<Computed["shape"]>;

/** Over the shape: what zod infers for a schema without fields is an object that has every name. */
type Outputs<Shape extends z.ZodRawShape> = { readonly [Field in keyof Shape]: pulumi.Output<z.output<Shape[Field]>> };

/** The class of a resource: a Pulumi resource whose arguments and outputs have the types of its schemas. */
export interface ResourceClass<Api, Inputs extends z.ZodObject, Computed extends z.ZodObject, Row> {
  /** @param name what the engine knows it by, unique in the stack and never changed */
  new (name: string, args: Args<Inputs>, opts?: pulumi.CustomResourceOptions): Instance<Inputs, Computed>;
  /**
   * Reads an object that exists at the vendor and that this stack does not manage: it is never changed or removed. What
   * the vendor does not show again is `undefined`.
   * @param id what `pulumi import` takes for it, e.g. `org_01EHZ/group_01HQ`; docs/resources.md has the form of each
   */
  get<Resource>(
    this: new (
      ...given: never[]
    ) => Resource,
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): Resource;
  /** Whether a value is such a resource, made by whatever copy of this package. */
  isInstance(value: unknown): value is Instance<Inputs, Computed>;
  /** Pulumi's type token; policies match resources by it. */
  readonly __pulumiType: string;
  readonly definition: ResourceType<Api, Inputs, Computed, Row>;
}

/**
 * Makes a resource class of a declaration. The class holds no provider code: state gets one constant line that fetches
 * the provider from the installed package, so the code is never frozen in state.
 * @param name with the vendor's name the type token, e.g. `workos:Group`. Both never change: they are in everybody's state
 */
export function defineResource<
  Api,
  Inputs extends z.ZodObject,
  Row,
  Computed extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Scope extends string = never,
>(
  vendor: Vendor<Api>,
  name: string,
  declared: Definition<Api, Inputs, Computed, Row, Scope>,
): ResourceClass<Api, Inputs, Computed, Row> {
  const definition = resourceType(vendor, name, declared);
  const type = `pulumi-nodejs:dynamic/${definition.token}`;
  const provider = providerSource(definition.token);
  const fields = Object.keys({ ...definition.outputs.shape, ...definition.inputs.shape });
  const nothing = (field: string): [string, undefined] => [field, undefined];
  const secrets = marked(definition.inputs, "secret");

  class Resource extends pulumi.CustomResource {
    static readonly __pulumiType = type;
    static readonly definition = definition;

    static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Resource {
      return new this(name, {}, { ...opts, id });
    }

    static override isInstance(value: unknown): value is Resource {
      return pulumi.Resource.isInstance(value) && "__pulumiType" in value && value.__pulumiType === type;
    }

    /**
     * @param asked the outputs that anybody will ask for. Each output costs a dozen promises, so a fleet of thousands names
     * them. @default all
     */
    constructor(
      name: string,
      args: Partial<Args<Inputs>>,
      opts: pulumi.CustomResourceOptions = {},
      asked: Iterable<string> = fields,
    ) {
      if (opts.import !== undefined) throw new pulumi.RunError(printableLines(importAdvice(type, name, opts.import)));
      const isRead = opts.id !== undefined;
      // An organization or a project says which stack it belongs to, so that no other stack can take it for its own.
      const owner = definition.isStandalone && !isRead ? { __stack: stackPath() } : {};
      const given = Object.fromEntries(
        Object.entries(args).map(([field, value]) => [field, secrets.has(field) ? pulumi.secret(value) : value]),
      );
      // Its removal or replacement would leave it at the vendor, so a preview refuses both until somebody chose.
      const protect = definition.removal?.permanent && !isRead && (given.onDelete ?? null) === null;
      super(
        type,
        name,
        { ...Object.fromEntries(Array.from(asked, nothing)), ...given, ...owner, __provider: provider },
        protect ? { protect, ...opts } : opts,
      );
    }
  }
  return Resource as unknown as ResourceClass<Api, Inputs, Computed, Row>;
}

/** The line that Pulumi's host runs to get a provider. It is in everybody's state: it never changes. */
export const providerSource = (token: string): string =>
  `exports.handler = async () => (await import("tenantry/runtime")).provider("${token}")`;

const stackPath = (): string => `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;

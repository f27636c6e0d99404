import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { withholdCallStacks } from "./call-stacks.ts";
import type { Definition } from "./definition.ts";
import { marked } from "./marks.ts";

/** Arguments of a resource: what its schema accepts, every part of which may be an output of another resource. */
export type Args<Inputs extends z.ZodObject> = {
  [Field in keyof z.input<Inputs>]: DeepInput<z.input<Inputs>[Field]>;
};

type DeepInput<Value> = Value extends string | number | boolean | null | undefined
  ? pulumi.Input<Value>
  : Value extends readonly (infer Item)[]
    ? pulumi.Input<DeepInput<Item>[]>
    : pulumi.Input<{ [Key in keyof Value]: DeepInput<Value[Key]> }>;

type Properties<Inputs extends z.ZodObject, Computed extends z.ZodObject> = {
  readonly [Field in keyof z.output<Inputs>]: pulumi.Output<z.output<Inputs>[Field]>;
} & { readonly [Field in keyof z.output<Computed>]: pulumi.Output<z.output<Computed>[Field]> };

/** The class of a resource: a Pulumi resource whose arguments and outputs have the types of its schemas. */
export interface ResourceClass<Client, Inputs extends z.ZodObject, Computed extends z.ZodObject, Row> {
  new (
    name: string,
    args: Args<Inputs>,
    opts?: pulumi.CustomResourceOptions,
  ): pulumi.CustomResource & Properties<Inputs, Computed>;
  /** Pulumi's type token; policies match resources by it. */
  readonly __pulumiType: string;
  readonly definition: Definition<Client, Inputs, Computed, Row>;
}

/**
 * Makes a resource class of a declaration. The class holds no provider code: state gets one constant line that fetches
 * the provider from the installed package, so the code is never frozen in state.
 */
export function defineResource<Client, Inputs extends z.ZodObject, Computed extends z.ZodObject, Row>(
  definition: Definition<Client, Inputs, Computed, Row>,
): ResourceClass<Client, Inputs, Computed, Row> {
  const type = `pulumi-nodejs:dynamic/${definition.vendor.name}:${definition.name}`;
  const provider = providerSource(`${definition.vendor.name}:${definition.name}`);
  const outputs = Object.fromEntries(Object.keys(definition.computed.shape).map((field) => [field, undefined]));
  const secrets = marked(definition.inputs, "secret");
  const absent = Object.fromEntries(Object.keys(definition.inputs.shape).map((field) => [field, undefined]));

  class Resource extends pulumi.CustomResource {
    static readonly __pulumiType = type;
    static readonly definition = definition;

    constructor(name: string, args: Args<Inputs>, opts?: pulumi.CustomResourceOptions) {
      // An organization or a project says which stack it belongs to, so that no other stack can take it for its own.
      const owner = definition.standalone ? { __stack: stackPath() } : {};
      const given = Object.fromEntries(
        Object.entries(args).map(([field, value]) => [field, secrets.has(field) ? pulumi.secret(value) : value]),
      );
      const properties = { ...outputs, ...absent, ...given, ...owner, __provider: provider };
      // Its removal or replacement would leave it at the vendor, so a preview refuses both until somebody chose.
      const protect = definition.permanent && (given.onDelete === undefined || given.onDelete === null);
      withholdCallStacks();
      super(type, name, properties, protect ? { protect, ...opts } : opts);
    }
  }
  return Resource as unknown as ResourceClass<Client, Inputs, Computed, Row>;
}

/** The line that Pulumi's host runs to get a provider. It is in everybody's state: it never changes. */
export const providerSource = (token: string): string =>
  `exports.handler = async () => (await import("tenantry/runtime")).provider("${token}")`;

const stackPath = (): string => `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;

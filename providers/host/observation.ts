import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { fail } from "../contract/errors.ts";
import type { Vendor } from "../contract/vendor.ts";
import { canonicalise } from "./canonical.ts";
import { plainObject } from "./plain-json.ts";
import { type DynamicProvider, told } from "./provider.ts";
import { type Args, type Instance, providerSource } from "./resource.ts";
import type { Bag, ResourceType } from "./resource-type.ts";
import { Session, type Surroundings } from "./session.ts";
import { Wire } from "./wire.ts";

/**
 * A resource of ours that is no object at the vendor: what it knows of one scope there, an organization or all of it. It is made by a
 * first look, moved on by a refresh, and forgotten; the vendor is never sent anything but reads.
 */
export interface Observation<Api, Inputs extends z.ZodObject, Outputs extends z.ZodObject> {
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  /** The input that says what is looked at: another one is another observation. Left out where there is just one. */
  readonly scope?: keyof z.output<Inputs> & string;
  /**
   * What is there now.
   * @param before what state has; `undefined` for a first look
   * @throws whatever keeps it from being seen, so that state stays as it is
   */
  look(api: Api, inputs: z.output<Inputs>, before: z.output<Outputs> | undefined): Promise<z.input<Outputs>>;
  /** Whether a look found that what is in scope is not there: such a one can't be imported. @default it always is */
  isGone?(seen: z.input<Outputs>): boolean;
}

/** An observation, and what the rest of the house asks of any resource type. */
export interface ObservationType<
  Api = unknown,
  Inputs extends z.ZodObject = z.ZodObject,
  Outputs extends z.ZodObject = z.ZodObject,
> extends Observation<Api, Inputs, Outputs>,
    Pick<ResourceType<Api>, "vendor" | "name" | "token" | "identity" | "immutable" | "importId"> {}

/** Any type's, without its own inputs and outputs. */
export type AnyObservation = Omit<ObservationType, "look" | "scope" | "isGone"> & {
  readonly scope?: string;
  look(api: unknown, inputs: Bag, before: Bag | undefined): Promise<Bag>;
  isGone?(seen: Bag): boolean;
};

/** The class of an observation: a Pulumi resource whose arguments and outputs have the types of its schemas. */
export interface ObservationClass<Api, Inputs extends z.ZodObject, Outputs extends z.ZodObject> {
  /** @param name what the engine knows it by, unique in the stack and never changed */
  new (name: string, args: Args<Inputs>, opts?: pulumi.CustomResourceOptions): Instance<Inputs, Outputs>;
  /** Whether a value is such a resource, made by whatever copy of this package. */
  isInstance(value: unknown): value is Instance<Inputs, Outputs>;
  /** Pulumi's type token; policies match resources by it. */
  readonly __pulumiType: string;
  readonly definition: ObservationType<Api, Inputs, Outputs>;
}

/**
 * Makes a resource class of an observation.
 * @param name with the vendor's name the type token, e.g. `workos:OrganizationSync`. Both never change: they are in everybody's state
 */
export function defineObservation<Api, Inputs extends z.ZodObject, Outputs extends z.ZodObject>(
  vendor: Vendor<Api>,
  name: string,
  observation: Observation<Api, Inputs, Outputs>,
): ObservationClass<Api, Inputs, Outputs> {
  const identity = observation.scope === undefined ? [] : [observation.scope];
  const definition = {
    ...observation,
    vendor,
    name,
    token: `${vendor.name}:${name}`,
    identity,
    immutable: identity,
    importId: observation.scope === undefined ? ["id"] : identity,
  };
  const type = `pulumi-nodejs:dynamic/${definition.token}`;
  const provider = providerSource(definition.token);
  const nothing = (field: string): [string, undefined] => [field, undefined];
  const fields = Object.keys({ ...observation.outputs.shape, ...observation.inputs.shape });

  class Observing extends pulumi.CustomResource {
    static readonly __pulumiType = type;
    static readonly definition = definition;

    static override isInstance(value: unknown): value is Observing {
      return pulumi.Resource.isInstance(value) && "__pulumiType" in value && value.__pulumiType === type;
    }

    /** @param asked as that of a resource. @default all */
    constructor(
      name: string,
      args: Partial<Args<Inputs>>,
      opts: pulumi.CustomResourceOptions = {},
      asked: Iterable<string> = fields,
    ) {
      super(type, name, { ...Object.fromEntries(Array.from(asked, nothing)), ...args, __provider: provider }, opts);
    }
  }
  return Observing as unknown as ObservationClass<Api, Inputs, Outputs>;
}

export const isObservation = (type: object): type is AnyObservation => "look" in type;

/** An observation as Pulumi's dynamic provider. */
export function observationProvider(type: AnyObservation, surroundings: Surroundings): DynamicProvider {
  // What messages, accounts and properties are made with asks for no more than an observation has.
  const session = new Session(type as unknown as ResourceType, surroundings);
  const wire = new Wire(session.type);
  const idOf = (inputs: Bag): string => (type.scope === undefined ? type.name : String(inputs[type.scope]));

  async function look(props: Bag, before?: Bag): Promise<{ id: string; props: Bag; inputs: Bag }> {
    const inputs = wire.declared(props);
    await session.mustBeOfThisAccount(inputs, props);
    const seen = await type.look(session.connection.reader, inputs, before);
    const hidden = { ...wire.hidden(props), ...(await session.accountIn(props)) };
    return {
      id: idOf(inputs),
      props: wire.outputs(inputs, { outputs: seen }, hidden),
      inputs: wire.inputs(inputs, hidden),
    };
  }

  const provider: DynamicProvider = {
    async check(olds, { __provider, ...news }) {
      await surroundings.verify();
      await session.mustBeOfThisAccount(wire.declared(olds), olds);
      const hidden = wire.hidden(news);
      if (Object.keys(olds).length === 0 || olds.__account !== undefined)
        Object.assign(hidden, await session.accountIn(olds));
      const declared = Object.fromEntries(Object.entries(news).filter(([property]) => !property.startsWith("__")));
      const { inputs, failures } = canonicalise(type.inputs, declared);
      const problems = failures.map(({ property, reason }) => ({
        property: "",
        reason: session.printed(property === "" ? reason : `${property}: ${reason}`),
      }));
      return { inputs: plainObject({ ...inputs, ...hidden, __provider }), failures: problems };
    },

    // What it saw is in its outputs alone, so that it is no difference to what was declared.
    async diff(_id, olds, news) {
      const replaces = type.identity.filter((field) => news[field] !== olds[field]);
      return { replaces, deleteBeforeReplace: false };
    },

    async create(news) {
      const { id, props } = await look(news);
      return { id, outs: props };
    },

    async read(id, props) {
      const stored = wire.computed(props);
      const isImport = Object.values(stored).every((value) => value === undefined);
      if (!isImport) return look(props, stored);
      const named = type.scope === undefined ? {} : { [type.scope]: id };
      const seen = await look({
        ...canonicalise(type.inputs, { ...wire.declared(props), ...named }).inputs,
        ...wire.hidden(props),
      });
      if (type.isGone?.(seen.props)) throw fail(`there is no ${id} to read`, "");
      return seen;
    },

    // How far it looks counts from its next look on.
    async update(_id, olds, news) {
      return { outs: wire.outputs(wire.declared(news), { outputs: wire.computed(olds) }, wire.hidden(news)) };
    },

    async delete() {},
  };

  return told(session, provider);
}

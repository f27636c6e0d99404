import { z } from "zod";

/** What a resource's schema says about a field beyond its shape. */
interface Marks {
  /** The value is stored encrypted and never shown: a Pulumi secret. */
  readonly secret?: true;
  /** Ours alone: the vendor has no such field, so it is neither sent nor drift. An output stays as creation left it. */
  readonly local?: true;
  /** Only the keys that are declared are ours: others in the vendor's map are neither drift nor removed. */
  readonly additive?: true;
  /** Holds as long as it is declared, and is undone then. */
  readonly passing?: true;
}

const marks = z.registry<Marks>();

/** Marks an input or an output whose value must be stored encrypted and never shown. */
export function secret<Schema extends z.ZodType>(schema: Schema): Schema {
  marks.add(schema, { secret: true });
  return schema;
}

/**
 * Marks an input that tells this package what to do, not the vendor what to store, e.g. what a removal means; or an output that
 * only its creation knows.
 */
export function local<Schema extends z.ZodType>(schema: Schema): Schema {
  marks.add(schema, { local: true });
  return schema;
}

/** Marks a map of which only the declared keys are ours. */
export function additive<Schema extends z.ZodType>(schema: Schema): Schema {
  marks.add(schema, { additive: true });
  return schema;
}

/**
 * Marks an input that holds as long as it is declared: declared no more, it comes to `sync` as null, which undoes it. What nobody
 * may change is left alone by it, with a line that says so, where another input would be refused.
 */
export function passing<Schema extends z.ZodType>(schema: Schema): Schema {
  marks.add(schema, { passing: true });
  return schema;
}

/** The names of an object schema's fields that carry the mark. */
export function marked(schema: z.ZodObject, mark: keyof Marks): ReadonlySet<string> {
  return new Set(Object.keys(schema.shape).filter((field) => marks.get(schema.shape[field])?.[mark]));
}

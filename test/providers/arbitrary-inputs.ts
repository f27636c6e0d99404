import fc from "fast-check";
import type { z } from "zod";
import { PEM } from "../harness/certificates.ts";

/** The parts of a zod schema that say what it accepts. */
interface Def {
  type: string;
  format?: string;
  pattern?: RegExp;
  checks?: {
    _zod: { def: { pattern?: RegExp; prefix?: string; minimum?: number; maximum?: number; value?: number } };
  }[];
  entries?: Record<string, string>;
  values?: unknown[];
  element?: z.ZodType;
  innerType?: z.ZodType;
  keyType?: z.ZodType;
  valueType?: z.ZodType;
  in?: z.ZodType;
  options?: z.ZodType[];
  shape?: Record<string, z.ZodType>;
}

/** Values that the schema accepts, in every form it accepts them in, e.g. with blanks that it trims. */
export function arbitraryInputs(schema: z.ZodType): fc.Arbitrary<unknown> {
  return candidates(schema)
    .map((value) => mended(schema, value))
    .filter((value) => value !== UNFIT);
}

const UNFIT = Symbol("what the schema refuses");

/** Less the fields that cannot stand beside others, which hardly any draw gets right where there are many of them. */
function mended(schema: z.ZodType, value: unknown): unknown {
  const { error } = schema.safeParse(value);
  if (error === undefined) return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return UNFIT;
  const fields: Record<string, unknown> = { ...value };
  const wrong = error.issues.map(({ path }) => String(path[0])).filter((field) => fields[field] !== undefined);
  for (const field of wrong) delete fields[field];
  return wrong.length === 0 ? UNFIT : mended(schema, fields);
}

function candidates(schema: z.ZodType): fc.Arbitrary<unknown> {
  const def = schema._zod.def as unknown as Def;
  const inner = () => candidates(def.innerType as z.ZodType);
  switch (def.type) {
    case "string":
      return strings(def);
    case "number":
      return fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer(), fc.double());
    case "boolean":
      return fc.boolean();
    case "enum":
      return fc.constantFrom(...Object.values(def.entries ?? {}));
    case "literal":
      return fc.constantFrom(...(def.values ?? []));
    case "array":
      return fc.array(candidates(def.element as z.ZodType), { maxLength: 4 });
    case "record":
      return fc.dictionary(
        candidates(def.keyType as z.ZodType) as fc.Arbitrary<string>,
        candidates(def.valueType as z.ZodType),
        { maxKeys: 4 },
      );
    case "optional":
    case "default":
      return fc.option(inner(), { nil: undefined });
    case "nullable":
      return fc.option(inner(), { nil: null });
    case "pipe":
      return candidates(def.in as z.ZodType);
    case "union":
      return fc.oneof(...(def.options ?? []).map(candidates));
    case "lazy": // z.json()
      return fc.jsonValue();
    case "object":
      return fc.record(
        Object.fromEntries(Object.entries(def.shape ?? {}).map(([name, of]) => [name, arbitraryInputs(of)])),
      );
    default:
      throw new Error(`no arbitrary for a ${def.type}: add it here`);
  }
}

// Making such an arbitrary costs more than drawing from it, so each is made once.
const plain = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.stringMatching(/^[a-z0-9._-]{1,20}$/),
  // What a schema that is piped into an e-mail address takes.
  fc
    .tuple(fc.stringMatching(/^[a-zA-Z0-9]{1,8}$/), fc.constantFrom("acme.example", "Globex.Example"))
    .map((at) => at.join("@")),
  // What a schema that wants an address of the web takes.
  fc.constantFrom(PEM, "https://acme.example", "https://Globex.example:8443/callback", "http://localhost:3000"),
);
const matching = new Map<string, fc.Arbitrary<string>>();

/** Texts made from the schema's own pattern where it has one, else ordinary ones, some with blanks or capitals. */
function strings(def: Def): fc.Arbitrary<string> {
  const checks = (def.checks ?? []).map(({ _zod }) => _zod.def);
  const pattern = def.pattern ?? checks.find((check) => check.pattern !== undefined)?.pattern;
  const prefix = checks.find((check) => check.prefix !== undefined)?.prefix ?? "";
  const text = pattern && prefix === "" ? textsOf(pattern) : plain;
  const dressed = fc.tuple(text, fc.constantFrom("", " ", "\t"), fc.boolean());
  return dressed.map(([value, blank, capital]) => `${blank}${prefix}${capital ? value.toUpperCase() : value}${blank}`);
}

function textsOf({ source }: RegExp): fc.Arbitrary<string> {
  const texts = matching.get(source) ?? fc.oneof(fc.stringMatching(withoutLookaround(source)), plain);
  matching.set(source, texts);
  return texts;
}

/** fast-check makes texts from patterns without lookaround; others are left to the plain texts. */
const withoutLookaround = (source: string): RegExp =>
  /\(\?[=!<]/.test(source) ? /^[a-z0-9-]{1,10}\.example$/ : new RegExp(source);

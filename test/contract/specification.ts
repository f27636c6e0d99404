import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";

export type Schema = { [keyword: string]: unknown };

interface Operation {
  parameters?: { name: string; in: string; schema?: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** An official API description as it is kept in `specs/`. */
export const readSpecification = (name: "workos" | "workos-since-0.61" | "openai-admin"): OpenApi =>
  JSON.parse(readFileSync(new URL(`specs/${name}.json`, import.meta.url), "utf8"));

/**
 * Validates bodies against an official description, but stricter: the description allows additional members, so a
 * misspelt one would pass. Here an object that lists its members has no others, at any depth.
 */
export class Specification {
  readonly #document: OpenApi;
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: OpenApi) {
    this.#document = document;
    // The vendors' files have keywords of their own and one discriminator.
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true, logger: false });
    this.#ajv.addFormat("unixtime", { type: "number", validate: (n: number) => Number.isInteger(n) && n >= 0 });
    this.#ajv.addFormat("int64", { type: "number", validate: Number.isInteger });
    // Answers write times in one way only, clients in any that RFC 3339 allows.
    this.#ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    this.#ajv.addFormat("rfc3339", /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/);
    this.#ajv.addFormat("email", (text: string) => /^[^@\s]+@[^@\s]+$/.test(text));
    const open = Object.entries(document.components.schemas).map(([name, schema]) => [
      name,
      forRequests(rebase(schema)),
    ]);
    const closed = Object.entries(document.components.schemas).map(([name, schema]) => [
      name,
      closeWithin(rebase(schema)),
    ]);
    this.#ajv.addSchema({ $id: "open", components: { schemas: Object.fromEntries(open) } });
    this.#ajv.addSchema({ $id: "closed", components: { schemas: Object.fromEntries(closed) } });
  }

  /** "GET /organizations", in the order of the description. */
  get operations(): string[] {
    const verbs = ["get", "post", "put", "patch", "delete"];
    return Object.entries(this.#document.paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((verb) => verbs.includes(verb))
        .map((verb) => `${verb.toUpperCase()} ${path}`),
    );
  }

  /** Undefined if the description does not list the status for the operation. */
  answerProblems(method: string, route: string, status: number, body: unknown): string[] | undefined {
    const answer = this.#operation(method, route)?.responses[String(status)];
    if (answer === undefined) return undefined;
    const schema = jsonSchema(answer.content);
    if (schema === undefined) return body === undefined ? [] : ["has a body, and the specification gives it none"];
    return this.#problems(`${method} ${route} ${status}`, close(rebase(schema)), body);
  }

  /** Why the description does not allow a request's body; empty if it does. */
  requestProblems(method: string, route: string, body: unknown): string[] {
    const schema = jsonSchema(this.#operation(method, route)?.requestBody?.content);
    if (schema === undefined || body === undefined) return [];
    return this.#problems(`${method} ${route} request`, forRequests(rebase(schema)), body);
  }

  /** Members of a request's body that the description does not know, as paths. */
  unknownRequestFields(method: string, route: string, body: unknown): string[] {
    const schema = jsonSchema(this.#operation(method, route)?.requestBody?.content);
    if (schema === undefined || body === undefined) return [];
    const validate = this.#compile(`${method} ${route} closed request`, close(rebase(schema)));
    if (validate(body)) return [];
    return (validate.errors ?? [])
      .filter(({ keyword }) => keyword === "unevaluatedProperties")
      .map((error) => `${error.instancePath}/${error.params.unevaluatedProperty}`);
  }

  #problems(key: string, schema: Schema, body: unknown): string[] {
    const validate = this.#compile(key, schema);
    if (validate(body)) return [];
    const errors = withoutOtherKinds(validate.errors ?? []).slice(0, 6);
    return errors.map(
      ({ instancePath, message, params }) => `${instancePath || "/"} ${message} ${JSON.stringify(params)}`,
    );
  }

  #compile(key: string, schema: Schema): ValidateFunction {
    const validate = this.#compiled.get(key) ?? this.#ajv.compile(schema);
    this.#compiled.set(key, validate);
    return validate;
  }

  #operation(method: string, route: string): Operation | undefined {
    return this.#document.paths[route]?.[method.toLowerCase()];
  }
}

/** Leaves out the errors of oneOf branches that are for another kind of object: those whose `const` does not match. */
function withoutOtherKinds(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const otherKinds = errors
    .filter(({ keyword }) => keyword === "const")
    .map(({ instancePath, schemaPath }) => ({
      branch: schemaPath.replace(/(.*\/(?:oneOf|anyOf)\/\d+\/).*/, "$1"),
      instance: instancePath.replace(/\/[^/]*$/, ""),
    }));
  const telling = errors.filter(
    (error) =>
      !otherKinds.some(
        ({ branch, instance }) => error.schemaPath.startsWith(branch) && error.instancePath.startsWith(instance),
      ),
  );
  return telling.length > 0 ? telling : errors;
}

const jsonSchema = (content: Record<string, { schema: Schema }> | undefined): Schema | undefined =>
  content?.["application/json"]?.schema;

/** References within the document become references to the copy of it that a schema is compiled with. */
const rebase = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"open#/components'));

const forRequests = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"format":"date-time"', '"format":"rfc3339"'));

const toClosed = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"open#/components', '"closed#/components'));

/** The schema, allowing no members but those it names, at any depth. */
const close = (schema: Schema): Schema => sealed(closeWithin(toClosed(schema)));

/** Everything below is sealed; the schema itself is left open, so that it can still be one part of an allOf. */
function closeWithin(schema: Schema): Schema {
  const closed: Schema = { ...schema };
  const { properties, items, additionalProperties } = schema;
  if (isSchema(properties))
    closed.properties = Object.fromEntries(
      Object.entries(properties).map(([name, member]) => [name, sealed(closeWithin(member as Schema))]),
    );
  if (isSchema(items)) closed.items = sealed(closeWithin(items));
  if (isSchema(additionalProperties)) closed.additionalProperties = sealed(closeWithin(additionalProperties));
  for (const keyword of ["allOf", "anyOf", "oneOf"])
    if (Array.isArray(schema[keyword])) closed[keyword] = (schema[keyword] as Schema[]).map(closeWithin);
  return closed;
}

/** An object that lists members, directly or by its parts, gets no others. */
function sealed(schema: Schema): Schema {
  const lists = (part: Schema): boolean =>
    part.properties !== undefined ||
    part.$ref !== undefined ||
    ["allOf", "anyOf", "oneOf"].some(
      (keyword) => Array.isArray(part[keyword]) && (part[keyword] as Schema[]).some(lists),
    );
  return lists(schema) && schema.additionalProperties === undefined
    ? { ...schema, unevaluatedProperties: false }
    : schema;
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);

import { request } from "node:http";
import fc from "fast-check";
import { anyCharacter } from "../harness/hostile-text.ts";
import type { OpenApi, Schema } from "./specification.ts";

/** A request of any shape: nonsense, or similar enough to a real one to pass the first checks. */
export interface AnyRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Existing values that fit in a place: the segment before a path's parameter ("organizations") or the name of a body's
 * member ("role_slug"). Called for each request; may be empty.
 */
export type Known = (place: string) => readonly string[];

const likely = fc.constantFrom(
  "org-admin",
  "docs:read",
  "ann@acme.com",
  "bob@acme.com",
  "acme.com",
  "acme.io",
  "member",
  "Acme",
);
const hostile = fc.constantFrom("", "__proto__", "constructor", "../..", "%", "\u0000");
// Just beyond the bounds that descriptions set.
const long = fc.constantFrom(...[41, 49, 129, 151, 601].map((length) => "x".repeat(length)));
const word = fc.oneof(
  { weight: 6, arbitrary: likely },
  { weight: 1, arbitrary: fc.string({ unit: anyCharacter, maxLength: 60 }) },
  { weight: 1, arbitrary: hostile },
  { weight: 2, arbitrary: long },
);
const junk = fc.oneof(
  word,
  fc.array(word, { maxLength: 3 }),
  fc.oneof(fc.boolean(), fc.constant(null), fc.integer(), fc.double()),
  fc.dictionary(word, fc.oneof(word, fc.constant(null)), { maxKeys: 3 }),
  fc.jsonValue({ maxDepth: 3 }),
);
const email = fc.constantFrom("ann@acme.com", "bob@acme.com", "Ann@Acme.com", "c@d.io", "e@f.io", "g@h.io");

/**
 * Arbitrary requests to an API: mostly an operation of the description with a body that has its members, rightly filled
 * or not; sometimes anything.
 */
export function anyRequest(document: OpenApi, known: Known): fc.Arbitrary<AnyRequest> {
  const operations = Object.entries(document.paths).flatMap(([route, item]) =>
    Object.entries(item).map(([method, { requestBody }]) => {
      const schema = requestBody?.content["application/json"]?.schema;
      const body = schema
        ? fc.option(bodyOf(document, schema, known), { nil: undefined, freq: 20 })
        : fc.constant(undefined);
      const segments = route
        .split("/")
        .map((segment, index, all) =>
          segment.startsWith("{") ? fitting(known, all[index - 1] ?? "") : fc.constant(segment),
        );
      return fc.record({
        method: fc.constant(method.toUpperCase()),
        path: fc.tuple(...segments).map((parts) => parts.map(encode).join("/")),
        body: body.map((value) => (value === undefined ? undefined : JSON.stringify(value))),
      });
    }),
  );
  const nonsense = fc.record({
    method: fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PURGE", "LINK"),
    path: fc.oneof(
      fc.webPath(),
      fc.array(word, { maxLength: 4 }).map((words) => `/${words.map(encode).join("/")}`),
    ),
    body: fc.oneof(fc.constant(undefined), fc.json(), fc.string({ maxLength: 40 })),
  });
  const parameter = fc.constantFrom(
    "limit",
    "after",
    "before",
    "order",
    "statuses",
    "organization_id",
    "user_id",
    "email",
    "domains",
  );
  const pair = parameter.chain((name) =>
    fc.tuple(fc.constant(name), fc.oneof(fitting(known, name), fc.constantFrom("1", "100", "asc", "normal"))),
  );
  const query = fc
    .oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(pair, { maxLength: 2 }) })
    .map((pairs) => pairs.map(([name, text]) => `${name}=${encode(text)}`).join("&"));
  const headers = fc.oneof(
    { weight: 8, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constantFrom("same", "other").map((key) => ({ "idempotency-key": key })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("dana@x.example", "%zz", "d%C3%A4na").map((actor) => ({ "x-emulator-actor": actor })),
    },
  );
  return fc
    .tuple(
      fc.oneof({ weight: 14, arbitrary: fc.oneof(...operations) }, { weight: 1, arbitrary: nonsense }),
      query,
      headers,
    )
    .map(([request, query, headers]) => ({
      ...request,
      headers,
      path: query === "" ? request.path : `${request.path}?${query}`,
    }));
}

/** Mostly an existing value that fits in the place. */
const fitting = (known: Known, place: string): fc.Arbitrary<string> =>
  fc.tuple(fc.nat(), fc.nat(9), word).map(([n, dice, other]) => {
    const values = known(place);
    return dice === 0 ? other : (values[n % values.length] ?? other);
  });

/** A body with the members that the schema names, most of them of the right type, most required ones there. */
function bodyOf(document: OpenApi, schema: Schema, known: Known): fc.Arbitrary<object> {
  const { properties, required } = membersOf(document, schema);
  const members = Object.entries(properties).map(([name, member]) => {
    const filled = fc.oneof(
      { weight: 14, arbitrary: memberValue(document, name, member, known) },
      { weight: 1, arbitrary: junk },
    );
    const [there, away] = required.has(name) ? [25, 1] : [1, 2];
    return [
      name,
      fc.oneof({ weight: there, arbitrary: filled }, { weight: away, arbitrary: fc.constant(undefined) }),
    ] as const;
  });
  return fc.record(Object.fromEntries(members));
}

function memberValue(document: OpenApi, name: string, member: Schema, known: Known): fc.Arbitrary<unknown> {
  const { properties, schema } = membersOf(document, member);
  const types = [schema.type].flat();
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (types.includes("array"))
    return fc.array(memberValue(document, name, (schema.items ?? {}) as Schema, known), { maxLength: 2 });
  if (types.includes("boolean")) return fc.boolean();
  if (types.includes("integer")) return fc.integer({ min: 0, max: 31 });
  if (Object.keys(properties).length > 0) return bodyOf(document, schema, known);
  if (types.includes("object")) return fc.dictionary(word, fc.oneof(word, fc.constant(null)), { maxKeys: 3 });
  return schema.format === "email" ? email : fitting(known, name);
}

/** All members of an object schema, those of its parts and branches included. */
function membersOf(
  document: OpenApi,
  schema: Schema,
): { schema: Schema; properties: Record<string, Schema>; required: Set<string> } {
  const name = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined;
  if (name !== undefined) return membersOf(document, document.components.schemas[name] ?? {});
  const found = {
    schema,
    properties: { ...(schema.properties as Record<string, Schema> | undefined) },
    required: new Set((schema.required as string[] | undefined) ?? []),
  };
  for (const part of [schema.allOf, schema.anyOf, schema.oneOf].flatMap((parts) => (parts ?? []) as Schema[])) {
    const { properties, required, schema: inner } = membersOf(document, part);
    Object.assign(found.properties, properties);
    if (schema.allOf) for (const member of required) found.required.add(member);
    if (found.schema.type === undefined) found.schema = inner;
  }
  return found;
}

/** The description without the operations that the emulator answers 501, so that requests are spent on the others. */
export async function servedPart(
  document: OpenApi,
  statusOf: (method: string, route: string) => Promise<number>,
): Promise<OpenApi> {
  const paths: OpenApi["paths"] = {};
  for (const [route, item] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(item))
      if ((await statusOf(method.toUpperCase(), route)) !== 501)
        paths[route] = { ...paths[route], [method]: operation };
  return { ...document, paths };
}

/** Sends requests that `fetch` would refuse to send. */
export function send(base: string, key: string, { method, path, headers, body }: AnyRequest): Promise<RawAnswer> {
  const { hostname, port, pathname } = new URL(base);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        method,
        path: (pathname === "/" ? "" : pathname) + path,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => {
          text += chunk;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Replaces lone surrogates, which cannot be encoded. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed());

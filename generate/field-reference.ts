/** What of a JSON Schema is told here. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly format?: string;
  readonly not?: object;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Every field of both kinds of file as a page of Markdown: what it holds, whether it has to be there, what it is. */
export const fieldReference = (schemas: Readonly<Record<string, string>>): string =>
  [
    "<!-- Written by `npm run generate`. -->",
    "# Every field",
    "",
    "What `npx tenantry schema` tells an editor, as a page: each field of a tenant's file and of `fleet.yaml`, what it may hold, whether it",
    "has to be there, and what it is. What the fields become at the vendors is in [fleet.md](fleet.md).",
    ...section("tenants/*.yaml", parsed(schemas, "tenant.schema.json")),
    "",
    "A plan's `defaults`, and the `defaults` of all tenants, hold the fields above that are not a tenant's alone.",
    ...section("fleet.yaml", parsed(schemas, "fleet.schema.json")),
    "",
  ].join("\n");

const parsed = (schemas: Readonly<Record<string, string>>, name: string): Schema => JSON.parse(schemas[name] ?? "{}");

const section = (title: string, schema: Schema): string[] => [
  "",
  `## ${title}`,
  "",
  "| field | holds | required | what it is |",
  "|---|---|---|---|",
  ...rows(schema, ""),
];

function rows(schema: Schema, path: string): string[] {
  const { properties = {}, required = [], items, additionalProperties, anyOf = [] } = schema;
  const below = Object.entries(properties).flatMap(([name, field]) => {
    // What all tenants may be given is what a tenant's file may say.
    if (field.not || name === "defaults") return [];
    const at = path === "" ? name : `${path}.${name}`;
    const has = required.includes(name) ? "yes" : "";
    return [`| \`${at}\` | ${holds(field)} | ${has} | ${cell(field.description ?? "")} |`, ...rows(field, at)];
  });
  return [
    ...below,
    ...(items ? rows(items, `${path}[]`) : []),
    ...(typeof additionalProperties === "object" ? rows(additionalProperties, `${path}.<name>`) : []),
    ...anyOf.flatMap((one) => rows(one, path)),
  ];
}

/** In the words of the messages. */
function holds(schema: Schema): string {
  const { anyOf, type, items, additionalProperties } = schema;
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(", ");
  if (anyOf) return [...new Set(anyOf.map(holds))].join(" or ");
  if (type === "array") return `a list${items ? ` of ${holds(items)}` : ""}${range(schema.minItems, schema.maxItems)}`;
  if (type === "object") return typeof additionalProperties === "object" ? "a map" : "fields";
  if (type === "string")
    return `${schema.format === "date" ? "a date" : "text"}${range(undefined, schema.maxLength, " characters")}`;
  if (type === "boolean") return "true or false";
  if (type === "null") return "null";
  if (type === "integer" || type === "number")
    return `a${type === "integer" ? " whole" : ""} number${range(schema.minimum, schema.maximum)}`;
  return "anything";
}

const code = (value: unknown): string => `\`${value}\``;

/** Bounds that nobody could reach say nothing. */
function range(from: number | undefined, to: number | undefined, unit = ""): string {
  const least = from !== undefined && Math.abs(from) < Number.MAX_SAFE_INTEGER ? from : undefined;
  const most = to !== undefined && to < Number.MAX_SAFE_INTEGER ? to : undefined;
  if (least === undefined && most === undefined) return "";
  if (least === undefined) return `, up to ${most}${unit}`;
  return most === undefined ? `, at least ${least}${unit}` : `, ${least} to ${most}${unit}`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

import { join } from "node:path";
import ts from "typescript";
import { jsonSchemas } from "../fleet/json-schema.ts";
import { docstringOf } from "./docstrings.ts";

/** What this reads of a JSON Schema, and the text that it writes into it. */
type Schema = {
  description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
};

/**
 * The files of `schemas/` by name: the JSON Schemas of both kinds of file, in which each field has as its description the
 * docstring of where it is written, else that of its schema, else that of its section.
 * @throws if a field has none of them
 */
export function fileSchemas(): Readonly<Record<string, string>> {
  const source = join(import.meta.dirname, "../fleet/schema.ts");
  const { config } = ts.readConfigFile(join(import.meta.dirname, "../tsconfig.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, "");
  const program = ts.createProgram([source], options);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(source) as ts.SourceFile) as ts.Symbol;
  const typeCalled = (name: string): ts.Type =>
    checker.getDeclaredTypeOfSymbol(checker.getExportsOfModule(module).find((one) => one.name === name) as ts.Symbol);

  const { fleet, tenant } = jsonSchemas();
  const silent = [
    ...describe(checker, fleet as Schema, [typeCalled("FleetFile")], "fleet.yaml:"),
    ...describe(checker, tenant as Schema, [typeCalled("TenantConfig")], "tenants/*.yaml:"),
  ];
  if (silent.length > 0) throw new Error(`Say in a docstring what these fields are:\n${silent.join("\n")}`);
  return { "fleet.schema.json": written(fleet), "tenant.schema.json": written(tenant) };
}

const written = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;

/** Goes side by side through a schema and the types of what fits it. Returns the paths of fields that say nothing. */
function describe(checker: ts.TypeChecker, schema: Schema, types: readonly ts.Type[], path: string): string[] {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema;
  const alternatives = types.flatMap((type) => (type.isUnion() ? type.types : [type]));
  const inside = (index: ts.IndexKind) => alternatives.flatMap((type) => checker.getIndexTypeOfType(type, index) ?? []);

  const silent = Object.entries(properties).flatMap(([name, field]) => {
    const symbols = alternatives.flatMap((type) => checker.getPropertyOfType(type, name) ?? []);
    field.description ??= symbols.map((symbol) => textOf(checker, symbol)).find((text) => text !== "") ?? "";
    const at = `${path} ${name}`;
    const below = describe(
      checker,
      field,
      symbols.map((symbol) => checker.getTypeOfSymbol(symbol)),
      at,
    );
    return field.description ? below : [at, ...below];
  });
  return [
    ...silent,
    ...(items ? describe(checker, items, inside(ts.IndexKind.Number), `${path}[]`) : []),
    ...(typeof additionalProperties === "object"
      ? describe(checker, additionalProperties, inside(ts.IndexKind.String), `${path} <name>`)
      : []),
    ...anyOf.flatMap((one) => describe(checker, one, alternatives, path)),
  ];
}

/** A docstring as an editor shows it, without what it says to maintainers: sources, and what was assumed. */
function textOf(checker: ts.TypeChecker, field: ts.Symbol): string {
  const section = sectionOf(checker, field);
  const docstring = docstringOf(checker, field) ?? (section && docstringOf(checker, section)) ?? "";
  const text = docstring
    .replaceAll(/(^|\n )\*/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ (?:ASSUMED|Source)\b[^:]*:.*?\.(?= |$)/g, "")
    .replace("@default ", "Default: ")
    .trim();
  return text === "" || text.endsWith(".") ? text : `${text}.`;
}

/** The constant `roles` for the field `roles` in `const roles = tenantSection({ shared: { roles: … } })`. */
function sectionOf(checker: ts.TypeChecker, { declarations: [field] = [] }: ts.Symbol): ts.Symbol | undefined {
  const fields = field?.parent.parent;
  const constant = fields?.parent.parent?.parent;
  return fields && ts.isPropertyAssignment(fields) && constant && ts.isVariableDeclaration(constant)
    ? checker.getSymbolAtLocation(constant.name)
    : undefined;
}

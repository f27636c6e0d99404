import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileSchemas } from "../../generate/file-schemas.ts";

const folder = join(import.meta.dirname, "../../schemas");
const committed = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")] as const),
);

type Schema = { readonly [keyword: string]: unknown; readonly properties?: Readonly<Record<string, Schema>> };

/** Every field of a schema, wherever it is. */
const fieldsIn = (schema: unknown): [name: string, field: Schema][] =>
  typeof schema === "object" && schema !== null
    ? [...Object.entries((schema as Schema).properties ?? {}), ...Object.values(schema).flatMap(fieldsIn)]
    : [];

test("the schemas that the package carries are those of its fields: else run `npm run generate`", () => {
  expect(fileSchemas()).toEqual(committed);
});

test("every field says what it is, in a sentence without what is for maintainers", () => {
  const fields = Object.values(committed).flatMap((text) => fieldsIn(JSON.parse(text)));
  expect(fields.length).toBeGreaterThan(600);
  const texts = fields.map(([name, { description }]) => `${name}: ${description}`);
  expect(texts.filter((text) => !/: \S.+/s.test(text) || /: undefined$|@|\n|ASSUMED|Source:/.test(text))).toEqual([]);
});

test("a text is that of the field, of its schema or of its section; a field that is refused says why", () => {
  const tenant = JSON.parse(committed["tenant.schema.json"] ?? "");
  const { owner, members, domains, webhooks, sso } = tenant.properties;
  expect(owner.description).toBe("Who answers for this tenant on our side.");
  expect(domains.items.properties.domain.description).toBe(
    "A domain name such as `acme.example`; case does not count.",
  );
  expect(members.description).toMatch(/^Who is in the organization/);
  expect(sso.properties.provider.description).toBe("Who runs the identity provider. Default: any.");
  expect(webhooks).toMatchObject({
    description: "belongs in fleet.yaml, for webhook endpoints serve every organization",
    doNotSuggest: true,
    not: {},
  });
});

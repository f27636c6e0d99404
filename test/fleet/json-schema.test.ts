import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { jsonSchemas } from "../../fleet/json-schema.ts";

const schemas = jsonSchemas();
const accepts = (schema: object, text: string): boolean =>
  new Ajv2020({ strict: false, validateFormats: false }).validate(schema, parse(text));
const read = (path: string) => readFileSync(`examples/${path}`, "utf8");
const example = (path: string) => read(`fleet/${path}`);

describe("the JSON Schemas for editors", () => {
  test("accept the example's files", () => {
    expect(accepts(schemas.fleet, example("fleet.yaml"))).toBe(true);
    expect(accepts(schemas.tenant, example("tenants/halden-bank.yaml"))).toBe(true);
    expect(accepts(schemas.tenant, example("tenants/pinecrest-studio.yaml"))).toBe(true);
  });

  test("accept every field that there is", () => {
    const tenants = readdirSync("examples/portfolio/tenants");
    expect(tenants).toHaveLength(20);
    expect(accepts(schemas.fleet, read("portfolio/fleet.yaml"))).toBe(true);
    expect(tenants.filter((file) => !accepts(schemas.tenant, read(`portfolio/tenants/${file}`)))).toEqual([]);
  });

  test.each([
    ["an unknown field", "plann: starter"],
    ["a field that comes later", "sso: { required: true }"],
    ["a wrong type", "roles: admin"],
    ["a wrong word", "mfa: { policy: MAYBE }"],
  ])("refuse %s", (_, line) => {
    const file = example("tenants/pinecrest-studio.yaml").replace(/^roles:.*(?=^members)/ms, "");
    expect(accepts(schemas.tenant, file)).toBe(true);
    expect(accepts(schemas.tenant, `${file}\n${line}\n`)).toBe(false);
  });
});

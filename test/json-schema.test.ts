import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const schema = (name: string) => JSON.parse(readFileSync(`schemas/${name}.schema.json`, "utf8"));
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const isFleet = ajv.compile(schema("fleet"));
const isTenant = ajv.compile(schema("tenant"));
const read = (path: string) => readFileSync(`examples/${path}`, "utf8");
const example = (path: string) => read(`fleet/${path}`);

describe("the JSON Schemas for editors", () => {
  test("accept the example's files", () => {
    expect(isFleet(parse(example("fleet.yaml")))).toBe(true);
    expect(isTenant(parse(example("tenants/halden-bank.yaml")))).toBe(true);
    expect(isTenant(parse(example("tenants/pinecrest-studio.yaml")))).toBe(true);
  });

  test("accept every field that there is", () => {
    const tenants = readdirSync("examples/portfolio/tenants").filter((file) => file.endsWith(".yaml"));
    expect(tenants).toHaveLength(20);
    expect(isFleet(parse(read("portfolio/fleet.yaml")))).toBe(true);
    expect(tenants.filter((file) => !isTenant(parse(read(`portfolio/tenants/${file}`))))).toEqual([]);
  });

  test.each([
    ["an unknown field", "plann: starter"],
    ["a field that belongs elsewhere", "webhooks: []"],
    ["a wrong type", "roles: admin"],
    ["a wrong word", "mfa: { policy: MAYBE }"],
  ])("refuse %s", (_, line) => {
    const file = example("tenants/pinecrest-studio.yaml").replace(/^roles:.*(?=^members)/ms, "");
    expect(isTenant(parse(file))).toBe(true);
    expect(isTenant(parse(`${file}\n${line}\n`))).toBe(false);
  });
});

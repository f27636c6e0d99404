import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { jsonSchemas } from "../../fleet/json-schema.ts";

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly not?: unknown;
};

/** Every field that holds no other fields, as `members[].invite.locale`, and whether it may be written. */
function fields(schema: Schema, path = ""): { path: string; allowed: boolean }[] {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema;
  const inner = [
    ...Object.entries(properties).flatMap(([name, field]) => fields(field, path === "" ? name : `${path}.${name}`)),
    ...(items ? fields(items, `${path}[]`) : []),
    ...(typeof additionalProperties === "object" ? fields(additionalProperties, `${path}.<name>`) : []),
    ...anyOf.flatMap((one) => fields(one, path)),
  ].filter((field) => field.path.includes(".") || field.path !== path);
  // Lists and maps of plain values are fields themselves.
  const named = inner.filter(({ path: one }) => !/(\[\]|<name>)$/.test(one));
  return named.length > 0 ? named : [{ path, allowed: schema.not === undefined }];
}

/** A rotation is the same everywhere, and what may be set of rules is on their own page. */
const called = (path: string): string =>
  path.replace(/^.*\.rotation\./, "rotation.").replace(/^policies\.settings\..*/, "policies.settings");

const schemas = jsonSchemas() as unknown as { fleet: Schema; tenant: Schema };
const all = [...fields(schemas.fleet), ...fields(schemas.tenant)]
  // What plans preset are fields of a tenant.
  .filter(({ path }) => !/(^|\.)defaults\./.test(path))
  .map(({ path, allowed }) => ({ path: called(path), allowed }));

const page = readFileSync(new URL("../../docs/fleet.md", import.meta.url), "utf8");
/** The first cells of the tables; one may name several fields. */
const rows = [...page.matchAll(/^\| (`[^|]+?) \|/gm)].flatMap(([, cell = ""]) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path),
);

test("the page has every field of both kinds of file, and no other", () => {
  const allowed = new Set(all.filter((field) => field.allowed).map(({ path }) => path));
  expect(allowed.size).toBeGreaterThan(100);
  expect(rows.toSorted()).toEqual([...allowed].sort());
});

test("words that are refused for now, or here, are on the page", () => {
  const refused = all.filter((field) => !field.allowed).map(({ path }) => path.split(".").at(-1));
  expect(refused.length).toBeGreaterThan(5);
  expect(refused.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
});

/** The fields that a file has, by the same names. */
function written(schema: Schema, value: unknown, path = ""): string[] {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema;
  const inner = [
    ...(Array.isArray(value) && items ? value.flatMap((item) => written(items, item, `${path}[]`)) : []),
    ...Object.entries(isMap(value) ? value : {}).flatMap(([name, below]) => {
      const field = properties[name];
      if (field) return written(field, below, path === "" ? name : `${path}.${name}`);
      return typeof additionalProperties === "object" ? written(additionalProperties, below, `${path}.<name>`) : [];
    }),
    ...anyOf.flatMap((one) => written(one, value, path)),
  ];
  return [path, ...inner];
}

const isMap = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);

/** Ids of accounts, and what stands beside another way that is in use, or is one of many alike. */
const NOT_IN_EXAMPLE = [
  /^environment\.(workosClientId|openaiOrganizationId)$/,
  /^catalogue$/,
  /^policies\.exemptions\[\]\./, // they end on a day, and the example does not
  /^(dataIntegrations|connectors)\[\]\.config$/,
  /^dataIntegrations\[\]\.customProvider\.(?!name$)/,
  /^openai\.identityProviders\[\]\.verification\.jwks$/,
  /^openai\.externalKeys\[\]\.((aws|gcp|oci)\.|azure\.keyVersion$)/,
  /^openai\.project\.rateLimits\[\]\.(imagesPerMinute|audioMegabytesPerMinute|requestsPerDay)$/,
  /^sso\.connection\.(externalId|type|customAttributes|saml\.(metadataUrl|spEntityId|acsUrl))$/,
  /^sso\.connection\.oidc\.(redirectUri|usesPkce|tokenAuthentication|idTokenAlgorithm|fetchesUserInfo)$/,
  /^sso\.connection\.attributes\.(idpId|firstName|lastName|name)$/,
];

test("examples/portfolio uses every other field", () => {
  const portfolio = new URL("../../examples/portfolio/", import.meta.url);
  const read = (file: string): unknown => parse(readFileSync(new URL(file, portfolio), "utf8"));
  const tenants = readdirSync(new URL("tenants/", portfolio)).filter((file) => file.endsWith(".yaml"));
  const used = new Set(
    [
      ...written(schemas.fleet, read("fleet.yaml")),
      ...tenants.flatMap((file) => written(schemas.tenant, read(`tenants/${file}`))),
    ].map((path) => called(path.replace(/^(plans\.<name>\.)?defaults\./, ""))),
  );
  const unused = all.filter(({ path, allowed }) => allowed && !used.has(path)).map(({ path }) => path);
  expect(unused.filter((path) => !NOT_IN_EXAMPLE.some((form) => form.test(path)))).toEqual([]);
  expect(NOT_IN_EXAMPLE.filter((form) => !unused.some((path) => form.test(path)))).toEqual([]);
});

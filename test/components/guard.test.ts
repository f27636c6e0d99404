import type * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { guarded } from "../../components/guard.ts";

test("every object of a tenant is guarded; what is only looked at takes nothing along, and is not", () => {
  const [guard] = guarded("acme").transformations as [pulumi.ResourceTransformation];
  const guardOf = (type: string) =>
    guard({ type, name: "a", props: {}, opts: {}, resource: undefined as never })?.props.__guard;
  expect(
    ["workos:Organization", "openai:Project", "tenantry:Undeclared"].map((of) =>
      guardOf(`pulumi-nodejs:dynamic/${of}`),
    ),
  ).toEqual(Array(3).fill("acme"));
  const syncs = ["workos:OrganizationSync", "workos:EnvironmentSync", "openai:ProjectSync", "openai:OrganizationSync"];
  expect(syncs.map((of) => guardOf(`pulumi-nodejs:dynamic/${of}`))).toEqual(Array(4).fill(undefined));
});

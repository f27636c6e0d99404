import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { marked } from "../../providers/contract/marks.ts";
import { isObservation } from "../../providers/host/observation.ts";
import type { ResourceType } from "../../providers/host/resource-type.ts";
import * as openai from "../../providers/openai/index.ts";
import { provider } from "../../providers/runtime.ts";
import * as workos from "../../providers/workos/index.ts";
import { type OpenApi, readSpecification } from "../contract/specification.ts";
import { workosDescription } from "../contract/workos-overlay.ts";

/**
 * The line in everybody's state, word for word. It is an API for ever: `npm run generate` adds the line of a new resource,
 * and nothing may change or remove one.
 */
const PROVIDER_LINES: Record<string, string> = JSON.parse(
  readFileSync(join(import.meta.dirname, "provider-lines.json"), "utf8"),
);

interface Resource {
  new (name: string, args: object): pulumi.CustomResource;
  readonly __pulumiType: string;
  readonly definition: ResourceType;
}

const resources = Object.entries({ workos, openai }).flatMap(([vendor, index]) =>
  Object.entries(index as unknown as Record<string, Resource>).map(([name, resource]) => ({
    vendor,
    name,
    token: `${vendor}:${name}`,
    resource,
    definition: resource.definition,
  })),
);

/** Every event that the vendor's description names, and what came after it. */
const OFFICIAL: Record<string, readonly string[]> = {
  workos: eventsOf(workosDescription()),
  openai: eventsOf(readSpecification("openai-admin")),
};

function eventsOf({ components: { schemas } }: OpenApi): readonly string[] {
  const [, events] = (schemas.EventSchema?.allOf ?? []) as { oneOf: { properties: { event: { const: string } } }[] }[];
  return events?.oneOf.map(({ properties }) => properties.event.const) ?? (schemas.AuditLogEventType?.enum as string[]);
}

const kebab = (name: string): string => name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** What the engine is told when a resource is declared, by its name. */
const registered = new Map<string, pulumi.runtime.MockResourceArgs>();

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.set(args.name, args);
        return { id: `${args.name}-id`, state: args.inputs };
      },
      call: () => ({}),
    },
    "fleet",
    "prod",
    false,
    "acme",
  );
  for (const { token, resource } of resources) {
    await new Promise((resolve) => new resource(token, {}).urn.apply(resolve));
  }
});

test("every resource is pinned, and every pinned one is there", () => {
  expect(resources.map(({ token }) => token).sort()).toEqual(Object.keys(PROVIDER_LINES).sort());
});

test("what several stacks may share and change is taken over only with proof or on request", () => {
  const asked = resources.filter(({ definition }) => definition.isStandalone).map(({ token }) => token);
  expect(asked.sort()).toEqual([
    "openai:Certificate",
    "openai:Group",
    "openai:OrganizationRole",
    "openai:OrganizationSpendAlert",
    "openai:OrganizationSpendLimit",
    "openai:Project",
    "openai:WorkloadIdentityProvider",
    "workos:AgentBlueprint",
    "workos:AuditLogSchema",
    "workos:ConnectApplication",
    "workos:DataIntegration",
    "workos:EnvironmentRole",
    "workos:JwtTemplate",
    "workos:Organization",
    "workos:OrganizationDataIntegration",
    "workos:Permission",
    "workos:User",
    "workos:VaultObject",
    "workos:WaitlistEntry",
    "workos:WebhookEndpoint",
  ]);
});

test("every file of a resource is in its vendor's index", () => {
  for (const vendor of ["workos", "openai"]) {
    const folder = join(import.meta.dirname, "../../providers", vendor);
    const files = readdirSync(folder).filter(
      (file) => file.endsWith(".ts") && /define(Resource|Observation)\(/.test(readFileSync(join(folder, file), "utf8")),
    );
    const named = resources.filter((resource) => resource.vendor === vendor).map(({ name }) => `${kebab(name)}.ts`);
    expect(files.sort()).toEqual(named.sort());
    expect(files.length).toBeGreaterThan(0);
  }
});

describe.each(resources)("$token", ({ vendor, name, token, resource, definition }) => {
  const inputs = Object.keys(definition.inputs.shape);
  const outputs = Object.keys(definition.outputs.shape);

  test("is called the same everywhere: token, class, export, file, Pulumi type", async () => {
    expect(`${definition.vendor.name}:${definition.name}`).toBe(token);
    expect(definition.token).toBe(token);
    if (!isObservation(definition)) expect(definition.collection.token).toBe(token);
    expect(resource.name).toBe(name);
    expect(resource.__pulumiType).toBe(`pulumi-nodejs:dynamic/${token}`);
    const file = join(import.meta.dirname, "../../providers", vendor, `${kebab(name)}.ts`);
    expect(existsSync(file)).toBe(true);
    expect((await import(file))[name]).toBe(resource);
  });

  test("registers under its type, with the one line that fetches its provider", () => {
    const args = registered.get(token);
    expect(args?.type).toBe(`pulumi-nodejs:dynamic/${token}`);
    expect(args?.inputs.__provider).toBe(PROVIDER_LINES[token]);
    expect(args?.inputs.__stack).toBe(definition.isStandalone ? "acme/fleet/prod" : undefined);
  });

  test("is what the line in state fetches", async () => {
    expect(Object.keys(await provider(token)).sort()).toEqual(["check", "create", "delete", "diff", "read", "update"]);
  });

  test("says only what its schema has", () => {
    for (const field of [...definition.identity, ...definition.immutable]) expect(inputs).toContain(field);
    for (const field of definition.importId) expect([...inputs, "id"]).toContain(field);
    expect(inputs.includes("onDelete")).toBe(definition.removal?.permanent === true);
    expect(new Set(definition.immutable).size).toBe(definition.immutable.length);
  });

  test("has no property that Pulumi or the host keeps for itself, and none twice", () => {
    for (const property of [...inputs, ...outputs]) {
      expect(["id", "urn"]).not.toContain(property);
      expect(property).toMatch(/^[a-z][A-Za-z0-9]*$/);
    }
    expect(inputs.filter((property) => outputs.includes(property))).toEqual([]);
  });

  test("refuses properties that it does not have", () => {
    expect(definition.inputs.safeParse({ surely: "not" }).error?.issues.map(({ code }) => code)).toContain(
      "unrecognized_keys",
    );
  });

  test("can be changed in place where it has something to change, and only there", () => {
    const local = marked(definition.inputs, "local");
    const changeable = inputs.filter((field) => !definition.immutable.includes(field) && !local.has(field));
    // How far an observation looks is nothing that a vendor is sent.
    expect(definition.sync !== undefined).toBe(changeable.length > 0 && !isObservation(definition));
  });

  test("names events that the vendor's feed has, each once", () => {
    const { changes = [], removals = [] } = definition.feed ?? {};
    const events = [...changes, ...removals];
    expect(new Set(events).size).toBe(events.length);
    const official = OFFICIAL[vendor] ?? [];
    expect(official.length).toBeGreaterThan(50);
    for (const event of events) expect(official).toContain(event);
  });

  test("remembers what it was if it is a setting, and then has nothing that must not be seen", () => {
    expect(outputs.includes("before")).toBe(definition.setting !== undefined);
    if (definition.setting)
      expect([...marked(definition.inputs, "secret"), ...marked(definition.inputs, "additive")]).toEqual([]);
  });

  test("keeps what is shown once a secret", () => {
    const words = outputs.filter((output) => /^(value|secret|key|token)$|Secret$/.test(output));
    expect([...marked(definition.outputs, "secret")].sort()).toEqual(words.sort());
  });
});

test.each([
  "workos:Nothing",
  "nobody:Organization",
  "workos",
  "",
  "workos:toString",
  "constructor:name",
  "workos:default",
])("the token %j says that this version does not know it", async (token) => {
  await expect(provider(token)).rejects.toThrow(/^this version of tenantry has no resource/);
});

import { describe, expect, test } from "vitest";
import { fleetProblems, fleetYaml } from "../sources.ts";

const fleet = (more: string) => fleetProblems(`${fleetYaml}${more}\n`).map((line) => line.replace(/^\d+:\d+: /, ""));

describe("what all tenants share is refused as", () => {
  test.each([
    [
      "environmentRoles: [{ slug: org-a, name: A }]",
      "environmentRoles[0].slug: starts with org-, which is for roles of single tenants: declare it under their roles",
    ],
    [
      "environmentRoles: [{ slug: A B, name: A }]",
      "environmentRoles[0].slug: may hold lower-case letters and digits only, with a single - or _ between them",
    ],
    [
      "environmentRoles: [{ slug: a, name: A, permissions: [pipelines:rn] }]",
      "environmentRoles[0].permissions[0]: no such permission, did you mean pipelines:run?",
    ],
    [
      "environmentRoles: [{ slug: a, name: A, onDelete: delete }]",
      'environmentRoles[0].onDelete: "delete" is not one of abandon, strip',
    ],
    [
      "environmentRoles: [{ slug: a, name: A }, { slug: a, name: B }]",
      'environmentRoles[1].slug: "a" is already in this list, in line 8',
    ],
    [
      "agents: [{ name: A, permissions: [pipelines:rn] }]",
      "agents[0].permissions[0]: no such permission, did you mean pipelines:run?",
    ],
    [
      "agents: [{ name: A, invocableBy: { roles: [org-a] } }]",
      "agents[0].invocableBy.roles[0]: starts with org-, which is for roles of single tenants: name one of the environment",
    ],
    [
      "agents: [{ name: A, invocableBy: { roles: [membre] } }]\nenvironmentRoles: [{ slug: editor, name: E }]",
      'agents[0].invocableBy.roles[0]: the environment has no role "membre", did you mean member?',
    ],
    [
      "agents: [{ name: A, invocableBy: { organizations: [acme] } }]",
      "agents[0].invocableBy.organizations: is not for files: tenants come after what they share, so name them in a program",
    ],
    ["agents: [{ name: A, invocableAs: [] }]", "agents[0].invocableAs: must not be empty"],
    [
      "agents: [{ name: A, sessionSettings: { maxAgeSeconds: 1, accessTokenTtlSeconds: 3601, refreshTokenTtlSeconds: 1 } }]",
      "agents[0].sessionSettings.accessTokenTtlSeconds: must be 1 to 3600 seconds",
    ],
    ["agents: [{ name: A }, { name: A }]", 'agents[1].name: "A" is already in this list, in line 8'],
    [
      'webhooks: [{ name: a, url: "http://a.example/", events: [user.created] }]',
      "webhooks[0].url: must be an https address",
    ],
    [
      'webhooks: [{ name: a, url: "http://localhost/", events: [user.created] }]',
      "webhooks[0].url: must be an https address",
    ],
    ['webhooks: [{ name: a, url: "https://a.example/", events: [] }]', "webhooks[0].events: a webhook needs an event"],
    [
      'webhooks: [{ name: a, url: "https://a.example/", events: [user.craeted] }]',
      'webhooks[0].events[0]: "user.craeted" is not known, did you mean user.created?',
    ],
    [
      'webhooks: [{ name: a, url: "https://a.example/", events: [user.created] }, { name: b, url: "https://a.example/", events: [user.created] }]',
      'webhooks[1].url: "https://a.example/" is already in this list, in line 8',
    ],
    [
      'webhooks: [{ name: a, url: "https://a.example/", events: [user.created], headers: {} }]',
      "webhooks[0].headers: unknown field; known are name, url, status, events",
    ],
    [
      'redirectUris: [{ uri: "http://a.example/cb" }]',
      "redirectUris[0].uri: must be an https address; http goes to localhost, 127.0.0.1 and [::1] only",
    ],
    [
      'redirectUris: [{ uri: "https://a.example/cb", default: true }]',
      "redirectUris[0].default: is chosen in the WorkOS dashboard: the API can't set it",
    ],
    [
      'corsOrigins: [{ origin: "https://a.example/" }]',
      "corsOrigins[0].origin: must be an origin such as https://app.example.com or http://localhost:3000: no path, no final slash, no standard port",
    ],
    [
      'corsOrigins: [{ origin: "*" }]',
      "corsOrigins[0].origin: must be an origin such as https://app.example.com or http://localhost:3000: no path, no final slash, no standard port",
    ],
    [
      'corsOrigins: [{ origin: "https://a.example", onDelete: strip }]',
      'corsOrigins[0].onDelete: "strip" is not one of abandon',
    ],
    ["jwtTemplate: ' '", "jwtTemplate: must not be empty: WorkOS cannot delete a template"],
    [
      "dataIntegrations: [{ slug: github, provider: github }]",
      "dataIntegrations[0].provider: is what slug says: WorkOS names an integration after its provider",
    ],
    [
      "dataIntegrations: [{ slug: github, credentials: custom }]",
      'dataIntegrations[0].credentials: "custom" needs clientId and clientSecret',
    ],
    [
      "dataIntegrations: [{ slug: github, clientId: a }]",
      "dataIntegrations[0]: clientId and clientSecret come together",
    ],
    [
      "auditLogSchemas: [{ action: a, targets: [] }]",
      "auditLogSchemas[0].targets: an event is about something: name a target",
    ],
    [
      "auditLogSchemas: [{ action: a, targets: [{ type: x }, { type: x }] }]",
      'auditLogSchemas[0].targets[1].type: "x" is already in this list, in line 8',
    ],
    [
      "auditLogSchemas: [{ action: a, targets: [{ type: x, metadata: [] }] }]",
      "auditLogSchemas[0].targets[0].metadata: expected a map, found a list",
    ],
    [
      "permissions: [{ slug: a, name: A, type: Work Space }]",
      "permissions[0].type: may hold lower-case letters, digits, - and _ only",
    ],
    [
      "permissions: [{ slug: a, name: A, privileged: maybe }]",
      "permissions[0].privileged: expected true or false, found text",
    ],
  ])("%s", (text, message) => {
    expect(fleet(text)).toEqual([message]);
  });

  test("a privileged action that is none", () => {
    const text = fleetYaml.replace("actions: [read, run]", "actions: [read, run], privileged: [rnu]");
    expect(fleetProblems(text)).toEqual([
      "7:71: resourceTypes[0].privileged[0]: is none of the actions, did you mean run?",
    ]);
  });
});

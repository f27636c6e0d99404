import { describe, expect, test } from "vitest";
import { catalogueOf, complaints, declared, fleetProblems, fleetYaml, resources } from "./sources.ts";

const applications = (text: string) => `applications: [${text}]\n`;
const first = "applications[0]";

describe("a customer's applications", () => {
  test("belong to the organization, with secrets of their own", () => {
    const all = resources(
      applications(
        `{ name: Portal, description: null, type: oauth, usesPkce: true, scopes: [openid, email, openid], redirectUris: [{ uri: "https://b.example/" , default: true }, { uri: "http://localhost:3000/cb" }], secrets: [{ name: main, rotation: { epoch: a } }] }, { name: Sync, type: m2m, scopes: [pipelines], secrets: [{ name: one }, { name: two }] }`,
      ),
    );
    const organizationId = { of: "acme/workos-organization", output: "id" };
    const secret = (application: string, name: string, vendorName = name, resource = name) => ({
      type: "workos:ApplicationClientSecret",
      resourceName: `acme/workos-application-client-secret/${application}/${resource}`,
      inputs: { name: vendorName },
      refs: { applicationId: { of: `acme/workos-connect-application/${application}`, output: "id" } },
      shows: [{ as: "clientSecrets", name: `${application}/${name}`, property: "secret" }],
    });
    expect(all).toEqual([
      {
        type: "workos:ConnectApplication",
        resourceName: "acme/workos-connect-application/Portal",
        inputs: {
          name: "Portal",
          description: null,
          type: "oauth",
          isFirstParty: false,
          usesPkce: true,
          scopes: ["email", "openid"],
          redirectUris: [{ uri: "http://localhost:3000/cb" }, { uri: "https://b.example/", default: true }],
        },
        refs: { organizationId },
        shows: [{ as: "clientIds", name: "Portal", property: "clientId" }],
      },
      secret("Portal", "main", "main-a", "main/a"),
      {
        type: "workos:ConnectApplication",
        resourceName: "acme/workos-connect-application/Sync",
        inputs: { name: "Sync", type: "m2m", scopes: ["pipelines"] },
        refs: { organizationId },
        shows: [{ as: "clientIds", name: "Sync", property: "clientId" }],
      },
      secret("Sync", "one"),
      secret("Sync", "two"),
    ]);
  });

  test("have both secrets while they overlap, and show the current one", () => {
    const secrets = resources(
      applications(
        "{ name: A, type: oauth, secrets: [{ name: s, rotation: { every: 150d, from: 2026-01-16, overlap: 14d } }] }",
      ),
    ).slice(1);
    expect(secrets.map(({ resourceName, inputs, shows }) => [resourceName, inputs.name, shows?.length])).toEqual([
      ["acme/workos-application-client-secret/A/s/2026-11-12", "s-2026-11-12", 1],
      ["acme/workos-application-client-secret/A/s/2026-06-15", "s-2026-06-15", undefined],
    ]);
    expect(secrets[0]?.inputs).not.toHaveProperty("overlapHours"); // WorkOS cannot end a secret later.
  });

  test("show policies what they declare", () => {
    const { inputs } = declared(
      applications("{ name: A, type: oauth, declared: { grantTypes: [refresh_token], accessTokenTtlSeconds: 60 } }"),
    );
    expect(inputs.applications).toEqual([
      {
        name: "A",
        type: "oauth",
        usesPkce: true,
        scopes: [],
        redirectUris: [],
        secrets: [],
        declared: { grantTypes: ["refresh_token"], accessTokenTtlSeconds: 60 },
      },
    ]);
  });

  const https = "must be an https address; http goes to localhost, 127.0.0.1 and [::1] only";
  const uri = (text: string) => `{ name: A, type: oauth, redirectUris: [{ uri: "${text}" }] }`;

  test.each([
    ["{ name: A, type: saml }", `${first}.type: "saml" is not one of oauth, m2m`],
    [
      "{ name: A, type: m2m, usesPkce: true }",
      `${first}.usesPkce: is for applications of type oauth: an m2m application signs nobody in`,
    ],
    [
      '{ name: A, type: m2m, redirectUris: [{ uri: "https://a.example/" }] }',
      `${first}.redirectUris: is for applications of type oauth: an m2m application signs nobody in`,
    ],
    [uri("http://a.example/"), `${first}.redirectUris[0].uri: ${https}`],
    [uri("https://u:p@a.example/"), `${first}.redirectUris[0].uri: must have no user name`],
    [uri("https://a.example/#x"), `${first}.redirectUris[0].uri: must have no fragment (#…)`],
    [uri("javascript:alert(1)"), `${first}.redirectUris[0].uri: ${https}`],
    [
      '{ name: A, type: oauth, redirectUris: [{ uri: "https://a.example/" }, { uri: "https://b.example/" }] }',
      `${first}.redirectUris: lists several addresses: exactly one of them needs default: true`,
    ],
    [
      "{ name: A, type: oauth, secrets: [{ name: a }, { name: b }, { name: c }] }",
      `${first}.secrets: an application has at most 2 secrets, and one that rotates counts twice: its old value lives beside the new one`,
    ],
    [
      "{ name: A, type: oauth, secrets: [{ name: a, rotation: { epoch: x } }, { name: b }] }",
      `${first}.secrets: an application has at most 2 secrets, and one that rotates counts twice: its old value lives beside the new one`,
    ],
    [
      "{ name: A, type: oauth, secrets: [{ name: a, rotation: { epoch: x, overlap: 24h } }] }",
      `${first}.secrets[0].rotation.overlap: WorkOS gives client secrets no expiry, so nothing would end the old one after the overlap: write every, from and overlap, or epoch alone, which deletes the old secret in the run that makes the new one`,
    ],
    [
      "{ name: A, type: oauth, secrets: [{ name: a }, { name: a }] }",
      `${first}.secrets[1].name: "a" is already in this list, in line 5`,
    ],
    [
      "{ name: A, type: oauth }, { name: A, type: m2m }",
      'applications[1].name: "A" is already in this list, in line 5',
    ],
    [
      "{ name: A, type: oauth, declared: { grantTypes: [password] } }",
      `${first}.declared.grantTypes[0]: "password" is not one of authorization_code, refresh_token, client_credentials, device_code`,
    ],
  ])("are refused as %s", (text, message) => {
    expect(complaints(applications(text))).toEqual([message]);
  });
});

describe("our own applications", () => {
  test("belong to no organization", () => {
    expect(catalogueOf(applications("{ name: Console, type: oauth, secrets: [{ name: s }] }"))).toEqual([
      {
        type: "workos:ConnectApplication",
        resourceName: "catalogue/workos-connect-application/Console",
        inputs: { name: "Console", type: "oauth", isFirstParty: true },
        shows: [{ as: "clientIds", name: "Console", property: "clientId" }],
      },
      {
        type: "workos:ApplicationClientSecret",
        resourceName: "catalogue/workos-application-client-secret/Console/s",
        inputs: { name: "s" },
        refs: { applicationId: { of: "catalogue/workos-connect-application/Console", output: "id" } },
        shows: [{ as: "clientSecrets", name: "Console/s", property: "secret" }],
      },
    ]);
  });

  test("are never m2m", () => {
    expect(fleetProblems(`${fleetYaml}${applications("{ name: A, type: m2m }")}`)).toEqual([
      "8:33: applications[0].type: an m2m application belongs to an organization: declare it in a tenant file",
    ]);
  });
});

import { describe, expect, test } from "vitest";
import { declareFleet } from "../../../../fleet/index.ts";
import { composeFleet } from "../../../../fleet/load.ts";
import { catalogueOf, complaints, fleetProblems, fleetYaml, folder, resources } from "../../sources.ts";

const GITHUB = "name: GitHub, issuer: https://ci.example, audience: openai";
const providers = (text: string) => `openai: { identityProviders: [${text}] }\n`;
const fleet = fleetYaml + providers(`{ ${GITHUB} }`);

const project = (rule: string) =>
  `openai: { project: { serviceAccounts: [{ name: deployer }], federation: [${rule}] } }\n`;
const RULE = "name: app, provider: GitHub, serviceAccount: deployer, rule: { repository: acme/app }";

describe("identity providers", () => {
  test("are declared as far as the file says", () => {
    const attributes =
      "[{ attribute: branch, expression: assertion.ref }, { attribute: actor, expression: assertion.who }]";
    const more = `description: CI, enabled: false, attributeTransformations: ${attributes}, verification: { discoveryUrl: null }`;
    const cloud =
      "{ name: Cloud, issuer: https://cloud.example/, audience: openai, verification: { jwks: { keys: [{ kty: RSA }] } } }";
    expect(catalogueOf(providers(`{ ${GITHUB}, ${more} }, ${cloud}`))).toEqual([
      {
        type: "openai:WorkloadIdentityProvider",
        resourceName: "catalogue/openai-workload-identity-provider/Cloud",
        inputs: {
          name: "Cloud",
          issuer: "https://cloud.example/",
          audience: "openai",
          verification: { jwks: { keys: [{ kty: "RSA" }] } },
        },
      },
      {
        type: "openai:WorkloadIdentityProvider",
        resourceName: "catalogue/openai-workload-identity-provider/GitHub",
        inputs: {
          name: "GitHub",
          issuer: "https://ci.example",
          audience: "openai",
          description: "CI",
          enabled: false,
          attributeTransformations: [
            { attribute: "actor", expression: "assertion.who" },
            { attribute: "branch", expression: "assertion.ref" },
          ],
          verification: { discoveryUrl: null },
        },
      },
    ]);
  });

  test.each([
    [`{ ${GITHUB.replace("https", "http")} }`, "[0].issuer: must be an https address"],
    [`{ ${GITHUB}, verification: {} }`, "[0].verification: has either discoveryUrl or jwks"],
    [
      `{ ${GITHUB}, verification: { discoveryUrl: null, jwks: {} } }`,
      "[0].verification: has either discoveryUrl or jwks",
    ],
    [`{ ${GITHUB}, verification: { jwks: RSA } }`, "[0].verification.jwks: expected a map, found text"],
    [
      `{ ${GITHUB} }, { name: B, issuer: https://ci.example, audience: openai }`,
      '[1].audience: "https://ci.example openai" is already in this list, in line 8',
    ],
    [
      `{ ${GITHUB} }, { name: GitHub, issuer: https://b.example, audience: openai }`,
      '[1].name: "GitHub" is already in this list, in line 8',
    ],
    [
      `{ ${GITHUB}, attributeTransformations: [{ attribute: a, expression: b }, { attribute: a, expression: c }] }`,
      '[0].attributeTransformations[1].attribute: "a" is already in this list, in line 8',
    ],
  ])("are refused as %s", (text, message) => {
    const found = fleetProblems(fleetYaml + providers(text)).map((line) => line.replace(/^8:\d+: /, ""));
    expect(found).toEqual([`openai.identityProviders${message}`]);
  });

  test("of another stack are named, and read by whose tokens they are and for whom", () => {
    const shared = (more: string) => `${fleetYaml}catalogue: shared\n${providers(`{ ${GITHUB}${more} }`)}`;
    const { catalogue } = declareFleet(composeFleet(folder({}, shared(""))));
    expect(catalogue.resources.at(-1)).toMatchObject({
      resourceName: "catalogue/openai-workload-identity-provider/GitHub",
      reads: { issuer: "https://ci.example", audience: "openai" },
    });
    const more = ", description: a, enabled: true, attributeTransformations: [], verification: { discoveryUrl: null }";
    const found = fleetProblems(shared(more)).map((line) => line.replace(/^9:\d+: /, "").split(": ")[0]);
    const field = (name: string) => `openai.identityProviders[0].${name}`;
    expect(found).toEqual(["description", "enabled", "attributeTransformations", "verification"].map(field));
  });
});

describe("federation", () => {
  test("says which tokens speak for a service account, under a name that no other tenant's rule has", () => {
    const all = resources(
      project(
        `{ ${RULE}, scopes: [model.request, model.read], description: '' }, { ${RULE.replace("app,", "all,")}, scopes: all, enabled: false }`,
      ),
      fleet,
    );
    const account = "acme/openai-service-account/deployer";
    const refs = {
      workloadIdentityProviderId: { of: "catalogue/openai-workload-identity-provider/GitHub", output: "id" },
      projectId: { of: account, output: "projectId" },
      serviceAccountId: { of: account, output: "id" },
    };
    expect(all.filter(({ type }) => type === "openai:FederationRule")).toEqual([
      {
        type: "openai:FederationRule",
        resourceName: "acme/openai-federation-rule/all",
        inputs: { name: "acme/all", attributeMatchers: { repository: "acme/app" }, scopes: null, enabled: false },
        refs,
      },
      {
        type: "openai:FederationRule",
        resourceName: "acme/openai-federation-rule/app",
        inputs: {
          name: "acme/app",
          attributeMatchers: { repository: "acme/app" },
          scopes: ["model.read", "model.request"],
          description: null,
        },
        refs,
      },
    ]);
  });

  test("is taken back by itself when a tenant leaves, since no provider that has rules can be deleted", () => {
    const all = resources(`status: offboarding\n${project(`{ ${RULE}, scopes: all }`)}`, fleet);
    expect(all.at(-1)).toMatchObject({ type: "openai:FederationRule" });
    expect(all.at(-1)).not.toHaveProperty("deletedWith");
  });

  test("does not speak for an account that rotates, which it could not follow", () => {
    const text = project(`{ ${RULE}, scopes: all }`).replace(
      "deployer }",
      "deployer, rotation: { epoch: a } }, { name: ci }",
    );
    expect(complaints(text, fleet)).toEqual([
      "openai.project.federation[0].serviceAccount: is a service account that rotates, which a rule cannot follow: " +
        "name one without rotation. With tokens instead of keys there is nothing to rotate",
    ]);
    expect(complaints(text.replace("serviceAccount: deployer", "serviceAccount: ci"), fleet)).toEqual([]);
  });

  test.each([
    [`{ ${RULE} }`, "[0].scopes: is missing"],
    [`{ ${RULE}, scopes: [] }`, "[0].scopes: [] would give every such token every permission: list its scopes"],
    [`{ ${RULE}, scopes: models }`, "[0].scopes: expected a list of scopes, or the word all"],
    [
      `{ ${RULE.replace("GitHub", "Github")}, scopes: all }`,
      '[0].provider: there is no identity provider "Github", did you mean GitHub?',
    ],
    [
      `{ ${RULE.replace("GitHub", "Jenkins")}, scopes: all }`,
      "declare it under openai.identityProviders of fleet.yaml",
    ],
    [
      `{ ${RULE.replace("deployer", "deplyoer")}, scopes: all }`,
      '[0].serviceAccount: there is no service account "deplyoer", did you mean deployer?',
    ],
    [
      `{ ${RULE.replace("{ repository: acme/app }", "{}")}, scopes: all }`,
      "[0].rule: must name an attribute: without one every token of the provider fits",
    ],
    [
      `{ ${RULE.replace("acme/app", "[a, b]")}, scopes: all }`,
      "[0].rule.repository: must be one line of text, a number, true or false",
    ],
    [`{ ${RULE}, scopes: all }, { ${RULE}, scopes: all }`, '[1].name: "app" is already in this list, in line 5'],
  ])("is refused as %s", (text, message) => {
    const found = complaints(project(text), fleet);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
    expect(found[0]).toContain("openai.project.federation[");
  });
});

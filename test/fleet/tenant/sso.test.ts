import { describe, expect, test } from "vitest";
import { declareFleet, problemText } from "../../../fleet/index.ts";
import { composeFleet } from "../../../fleet/load.ts";
import { PEM, PEM_OF_SUCCESSOR } from "../../harness/certificates.ts";
import { allowing, complaints, fleetProblems, fleetYaml, folder, problemsOf, tenantYaml } from "../sources.ts";

const SECRET = `"\${env:OIDC}"`;
const SAML = "ssoUrl: https://idp.acme.example/sso, certificates: [./acme-2026.pem]";
const OIDC = `discoveryEndpoint: https://idp.acme.example/d, clientId: c, clientSecret: ${SECRET}`;
const connection = (text: string, beside = "") =>
  `domains: [{ domain: acme.example }]\nsso: { ${beside}connection: { ${text} } }\n`;

/** Certificates of the folder, by name. */
const certificates = (files: Record<string, string>) =>
  Object.entries(files).map(([name, text]) => ({ path: `fleet/tenants/${name}`, text }));

function read(more: string, files: Record<string, string> = { "acme-2026.pem": PEM }, today = "2026-11-29") {
  const sources = {
    ...folder({ acme: tenantYaml("acme", more) }, allowing("OIDC")),
    certificates: certificates(files),
  };
  return composeFleet(sources, [], today);
}

const problems = (...given: Parameters<typeof read>): string[] => problemsOf(() => read(...given));

const declared = (...given: Parameters<typeof read>) => {
  const [tenant] = declareFleet(read(...given)).tenants;
  const resources = tenant?.resources.filter(({ type }) => /Sso|Saml/.test(type)) ?? [];
  return { resources, facts: tenant?.inputs };
};

describe("what is only wanted", () => {
  test("makes nothing, and policies see it", () => {
    const { resources, facts } = declared("sso: { required: true, provider: okta }\n");
    expect(resources).toEqual([]);
    expect(facts).toMatchObject({ sso: { required: true, provider: "okta", connection: null } });
  });
});

describe("a SAML connection", () => {
  test("is made with its certificates, which then are resources of their own", () => {
    const { resources, facts } = declared(
      connection(
        `name: Acme, attributes: { email: mail }, domains: [ACME.example], saml: { entityId: urn:acme, ${SAML}, acsUrl: null }`,
        "provider: okta, ",
      ),
    );
    expect(resources).toEqual([
      {
        type: "workos:SsoConnection",
        resourceName: "acme/workos-sso-connection/sso",
        inputs: {
          externalId: "sso",
          type: "OktaSAML",
          name: "Acme",
          attributes: { email: "mail" },
          idpEntityId: "urn:acme",
          idpSsoUrl: "https://idp.acme.example/sso",
          acsUrl: null,
          certificates: [PEM],
        },
        refs: { organizationId: { of: "acme/workos-organization", output: "id" } },
      },
      {
        type: "workos:SamlIdpCertificate",
        resourceName: "acme/workos-saml-idp-certificate/sso/acme-2026",
        inputs: { value: PEM },
        refs: {
          organizationId: { of: "acme/workos-organization", output: "id" },
          connectionId: { of: "acme/workos-sso-connection/sso", output: "id" },
          cameWith: { of: "acme/workos-sso-connection/sso", output: "certificateIds" },
        },
        once: ["cameWith"],
      },
    ]);
    expect(facts).toMatchObject({
      sso: { connection: { protocol: "saml", type: "OktaSAML", domains: ["acme.example"] } },
    });
  });

  test("by metadata has no certificates of ours", () => {
    const { resources } = declared(connection("externalId: main, saml: { metadataUrl: https://idp.acme.example/m }"));
    expect(resources).toMatchObject([
      {
        inputs: { externalId: "main", metadataUrl: "https://idp.acme.example/m" },
        resourceName: "acme/workos-sso-connection/main",
      },
    ]);
    expect(resources[0]?.inputs).not.toHaveProperty("type");
  });
});

test("an OIDC connection refers to its secret", () => {
  const { resources } = declared(connection(`oidc: { ${OIDC}, usesPkce: true }`, "provider: microsoft, "));
  expect(resources).toMatchObject([
    {
      inputs: { type: "EntraIdOIDC", clientId: "c", usesPkce: true },
      refs: { clientSecret: { secret: { from: "environment", name: "OIDC" } } },
    },
  ]);
});

test.each([
  ["required: yes", "sso.required: expected true or false, found text"],
  ["provider: ping", 'sso.provider: "ping" is not one of google, microsoft, okta, saml, oidc, any'],
  ["connection: {}", "sso.connection: has either saml or oidc"],
  [`connection: { saml: { ${SAML} }, oidc: { ${OIDC} } }`, "sso.connection: has either saml or oidc"],
  [
    "connection: { saml: { ssoUrl: https://a.example } }",
    "sso.connection.saml: needs metadataUrl, or ssoUrl and certificates",
  ],
  [
    `connection: { saml: { metadataUrl: https://a.example, ${SAML} } }`,
    "sso.connection.saml: has either metadataUrl, or entityId",
  ],
  [
    "connection: { oidc: { discoveryEndpoint: https://a.example, clientId: c } }",
    "sso.connection.oidc: needs a clientSecret",
  ],
  [
    "connection: { oidc: { discoveryEndpoint: https://a.example, clientId: c, clientSecret: plain } }",
    "sso.connection.oidc.clientSecret: must refer to a secret",
  ],
  [`provider: oidc, connection: { saml: { ${SAML} } }`, "sso.connection.saml: is not what provider: oidc asks for"],
  [`provider: saml, connection: { oidc: { ${OIDC} } }`, "sso.connection.oidc: is not what provider: saml asks for"],
  [
    `connection: { saml: { ${SAML} }, domains: [other.example] }`,
    'sso.connection.domains[0]: "other.example" is none of the tenant\'s domains',
  ],
  ["connection: { type: MagicLink, saml: { metadataUrl: https://a.example } }", "sso.connection.type: "],
])("sso: { %s } is refused", (text, said) => {
  expect(problems(`sso: { ${text} }\n`)).toEqual([expect.stringContaining(said)]);
});

test("a plan presets what is wanted, and no connection", () => {
  const fleet = (text: string) => `${fleetYaml}defaults: { sso: { ${text} } }\n`;
  expect(complaints("", fleet("required: true, provider: okta"))).toEqual([]);
  const refused = fleetProblems(fleet("connection: { saml: { metadataUrl: https://a.example } }"));
  expect(refused).toEqual([expect.stringContaining("defaults.sso.connection: belongs in the tenant file")]);
});

describe("certificates", () => {
  const file = connection("saml: { ssoUrl: https://a.example, certificates: [./a.pem, ./b.pem] }");

  test("are told where the tenant's file names them, all at once", () => {
    expect(problems(file, { "a.pem": "none" })).toEqual([
      expect.stringMatching(
        /^fleet\/tenants\/acme\.yaml:6:\d+: sso\.connection\.saml\.certificates\[0\]: \.\/a\.pem must be one certificate in PEM form/,
      ),
      expect.stringMatching(/certificates\[1\]: there is no \.\/b\.pem beside this file$/),
    ]);
    expect(problems(file, { "a.pem": PEM, "b.pem": PEM_OF_SUCCESSOR })).toEqual([]);
  });

  test.each(["../a.pem", "/etc/a.pem", "a.pem", "./a.key", "./x/a.pem"])("lie nowhere else: %s", (name) => {
    const text = connection(`saml: { ssoUrl: https://a.example, certificates: [${name}] }`);
    expect(problems(text)).toEqual([
      expect.stringContaining("must name a file beside this one, such as ./acme-2026.pem"),
    ]);
  });

  test("are listed once", () => {
    const text = connection("saml: { ssoUrl: https://a.example, certificates: [./a.pem, ./a.pem] }");
    expect(problems(text, { "a.pem": PEM })).toEqual([expect.stringContaining("certificates[1]: names ./a.pem again")]);
  });

  test("with a private key among them are refused, without a word of it", () => {
    const key = "-----BEGIN PRIVATE KEY-----\ncAnArY\n-----END PRIVATE KEY-----\n";
    const [said = ""] = problems(file, { "a.pem": key + PEM, "b.pem": PEM });
    expect(said).toContain("./a.pem holds a private key: only the certificate belongs here");
    expect(said).not.toContain("cAnArY");
  });

  test("are warned about 30 days before their end, and refused after it", () => {
    const warned = (today: string) => read(connection(`saml: { ${SAML} }`), undefined, today).warnings.map(problemText);
    expect(warned("2046-10-23")).toEqual([]);
    expect(warned("2046-10-24")).toEqual([expect.stringContaining("./acme-2026.pem ends in 30 days, on 2046-11-23")]);
    expect(warned("2046-11-23")).toEqual([expect.stringContaining("ends in 0 days")]);
    expect(problems(connection(`saml: { ${SAML} }`), undefined, "2046-11-24")).toEqual([
      expect.stringContaining("./acme-2026.pem ended on 2046-11-23: nobody signs in by it"),
    ]);
  });
});

test("who sets it up is said elsewhere", () => {
  expect(complaints("sso: { setupContacts: [it@acme.example] }\n")).toEqual([
    "sso.setupContacts: stands at the top of the file: itContacts, with invite: [sso]",
  ]);
});

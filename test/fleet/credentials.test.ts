import { createHash, generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { credentialsIn, looksRandom, randomTextsIn } from "../../fleet/credentials.ts";
import { fieldNames } from "../../fleet/field-names.ts";
import { composeFleet } from "../../fleet/load.ts";
import type { Written } from "../../fleet/paths.ts";
import { shownLine } from "../../fleet/shown-line.ts";
import { PEM } from "../harness/certificates.ts";
import { fleetProblems, fleetYaml, folder, problemsOf, tenantProblems, tenantYaml } from "./sources.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** From the beginning of an alphabet of so many letters, as chance has it. */
const random = (length: number, alphabet = letters) =>
  [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join("");
const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const base64 = (bytes: number) => randomBytes(bytes).toString("base64url");

const instead = (where: string) =>
  `write \${secret:NAME} where a secret is taken (${where}) and run \`pulumi config set --secret NAME\`, ` +
  "and replace this one at its vendor: whoever can read the history of the files has it";
const ofTenants = "connectors[].clientSecret, sso.connection.oidc.clientSecret, vault[].value";
const ofFleets =
  "connectors[].clientSecret, dataIntegrations[].clientSecret, sso.connection.oidc.clientSecret, vault[].value";
const looksLike = (what: string, where = ofTenants) =>
  `looks like ${what}, and files hold no secrets: ${instead(where)}`;
const chance =
  `looks like a secret, and files hold none: ${instead(ofTenants)}; ` +
  "or, if it is the name of something, say so in its key, as in crmId or buildHash";

// Put together here, so that no scanner takes this file for a leak.
const shapes: [string, () => string][] = [
  ["a WorkOS or Stripe key", () => `sk_${"live"}_${random(30)}`],
  ["a WorkOS or Stripe key", () => `sk_${"test"}_${random(30)}`],
  ["a WorkOS or Stripe key", () => `rk_${"live"}_${random(24)}`],
  ["an OpenAI or Anthropic key", () => `sk-${random(47)}1`],
  ...["proj", "admin", "svcacct", "ant-api03"].map((kind): [string, () => string] => [
    "an OpenAI or Anthropic key",
    () => `sk-${kind}-${base64(60)}1`,
  ]),
  ["a webhook's signing secret", () => `whsec_${random(32)}`],
  ["an access key of AWS", () => `AKIA${random(16, upper)}`],
  ["an access key of AWS", () => `ASIA${random(16, upper)}`],
  ["a GitHub token", () => `ghp_${random(36)}`],
  ["a GitHub token", () => `github_pat_${random(22)}_${random(59)}`],
  ["a GitLab token", () => `glpat-${random(20)}`],
  ["a Slack token", () => `xoxb-${random(12, "0123456789")}-${random(24)}`],
  ["a Google API key", () => `AIza${random(35)}`],
  ["an npm token", () => `npm_${random(36)}`],
  ["a Pulumi token", () => `pul-${randomBytes(20).toString("hex")}`],
  ["a signed token (JWT)", () => `eyJ${random(20)}.eyJ${random(40)}.${base64(32)}`],
  ["a private key", () => `-----BEGIN ${"RSA "}PRIVATE KEY----- ${random(64)}`],
  ["a password in an address", () => `postgres://app:${random(8)}@db.example/acme`],
  ["a password in an address", () => `redis://:${random(8)}@cache.example`],
];

describe("what looks like a credential is refused at its place, and never shown", () => {
  test.each(shapes)("%s", (what, made) => {
    for (let time = 0; time < 500; time++) expect(credentialsIn(made()).map((found) => found.what)).toEqual([what]);
    const secret = made();
    const places: [string, string][] = [
      [`metadata: { a: b, c: '${secret}' }\n`, "5:23"],
      [`metadata: { '${secret}': b }\n`, "5:14"],
      [`roles: [] # ${secret}\n`, "5:13"],
      [`vault:\n  - name: v\n    value: "${secret}"\n`, "7:13"],
      [`roles: [ # ${secret}\n`, "5:12"],
    ];
    for (const [more, place] of places) {
      expect(tenantProblems(tenantYaml("acme", more))).toEqual([`${place}: ${looksLike(what)}`]);
      expect(messageOf(tenantYaml("acme", more))).not.toContain(secret.slice(-8));
    }
  });

  test("in fleet.yaml as well, and tenants are not accused for what it would have said", () => {
    const secret = `sk-${random(40)}1`;
    const text = fleetYaml.replace("region: eu", `region: ${secret}`);
    expect(fleetProblems(text)).toEqual([`2:54: ${looksLike("an OpenAI or Anthropic key", ofFleets)}`]);
    expect(problemsOf(folder({ acme: tenantYaml("acme", "plan: nothing\n") }, text))).toHaveLength(1);
  });

  test("each of them, in files with other mistakes, which wait", () => {
    const [one, two] = [`AKIA${random(16, upper)}`, `ghp_${random(36)}`];
    const text = tenantYaml("acme", `plann: ${one}\nmetadata:\n  - ${two} # ${one}\n`);
    expect(tenantProblems(text)).toEqual([
      `5:8: ${looksLike("an access key of AWS")}`,
      `7:5: ${looksLike("a GitHub token")}`,
      `7:48: ${looksLike("an access key of AWS")}`,
    ]);
  });
});

function messageOf(tenant: string): string {
  try {
    composeFleet(folder({ acme: tenant }));
  } catch (error) {
    return `${(error as Error).message}${JSON.stringify(error)}`;
  }
  return "";
}

describe("what only chance writes", () => {
  test.each([
    ["hexadecimal digits", () => randomBytes(16).toString("hex")],
    ["more of them", () => randomBytes(32).toString("hex")],
    ["base64", () => randomBytes(48).toString("base64")],
    ["base64 for addresses", () => base64(48)],
    ["letters and digits", () => random(48)],
    ["small letters and digits", () => random(48, "abcdefghijklmnopqrstuvwxyz0123456789")],
  ])("is refused: %s", (_, made) => {
    // Chance writes anything, words too.
    expect(Array.from({ length: 1000 }, made).filter(looksRandom).length).toBeGreaterThan(970);
    const secret = Array.from({ length: 10 }, made).find(looksRandom) ?? "";
    const text = tenantYaml("acme", `metadata: { a: b, token: "${secret}" }\nplann: x\n`);
    expect(tenantProblems(text)).toEqual([`5:26: ${chance}`]);
    expect(messageOf(text)).not.toContain(secret.slice(0, 8));
  });

  test("as a key too, which is not named", () => {
    const secret = `a1b2c3d4e5f6${random(30)}`;
    expect(tenantProblems(tenantYaml("acme", `metadata: { ${secret}: x }\n`))).toEqual([`5:13: ${chance}`]);
  });

  const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const ulid = () => `01${random(24, crockford)}`;
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = publicKey.export({ format: "jwk" });
  const passing: [string, () => string][] = [
    ["a WorkOS organization", () => `org_${ulid()}`],
    ["a WorkOS client", () => `client_${ulid()}`],
    ["a WorkOS connection", () => `sso_connection_${ulid()}`],
    ["an OpenAI project", () => `proj_${random(24)}`],
    ["an OpenAI organization", () => `org-${random(24)}`],
    ["an OpenAI user", () => `user-${random(24)}`],
    ["a Stripe customer", () => `cus_${random(14)}`],
    ["a UUID", () => randomUUID()],
    ["a name in AWS", () => `arn:aws:kms:eu-central-1:${random(12, "0123456789")}:key/${randomUUID()}`],
    ["a Salesforce account", () => `001${random(15)}`],
    ["an ObjectId", () => randomBytes(12).toString("hex")],
    ["a digest", () => `sha256:${randomBytes(32).toString("hex")}`],
    ["an integrity", () => `sha512-${randomBytes(64).toString("base64")}`],
    ["an address", () => `https://login.example/${randomBytes(16).toString("hex")}/metadata?app=${random(40)}`],
    ["a certificate", () => PEM.replaceAll("\n", " ")],
    ["a public key", () => (publicKey.export({ type: "spki", format: "pem" }) as string).replaceAll("\n", " ")],
    ["a set of public keys", () => JSON.stringify({ keys: [{ ...jwk, kid: random(43), alg: "RS256" }] })],
    ["a chain of certificates", () => JSON.stringify({ keys: [{ x5c: [base64(600), base64(600), base64(600)] }] })],
    ["an address", () => "sk-logistics-operations-2@acme.example"],
    ["a key of a tenant", () => "sk-telecom-korea-number-1"],
    ["words with hyphens", () => "customer-00123-eu1-us2-ap3-sa4-production-cluster-2026-11-22"],
    ["words without", () => "thisIsTheNameThatOurBillingSystemGaveToThisCustomerIn2026"],
    ["a scope", () => "api.organization.projects.service_accounts.api_keys.write"],
    ["a date and a time", () => "2026-11-01T12:30:00.000Z/2026-12-01T12:30:00.000Z"],
    ["a key's beginning", () => `sk_${"live"}_ and sk-${"proj"}-`],
    ["a reference in an address", () => `postgres://app:$\{secret}@db.example`],
  ];

  test.each(passing)("is not what names something: %s", (_, made) => {
    for (let time = 0; time < 300; time++) {
      const a = made();
      expect([...credentialsIn(JSON.stringify(a)), ...randomTextsIn({ metadata: { a } } as Written)], a).toEqual([]);
    }
  });

  test.each(["crmId", "id", "build_hash", "sha256", "commit", "keyFingerprint", "x5t"])(
    "is not where its key says that it is public: %s",
    (key) => {
      const value = createHash("sha256").update(random(9)).digest("hex");
      expect(tenantProblems(tenantYaml("acme", `metadata: { ${key}: "${value}" }\n`))).toEqual([]);
    },
  );

  test("is not where it is a claim, a context, or the name of something", () => {
    const text = (a: string) => ({
      vault: [{ name: a, context: { a, b: a } }],
      openai: { project: { federation: [{ name: "x", rule: { a, b: [a] } }] } },
      metadata: { aud: a, azp: a, sub: a },
      sso: { connection: { externalId: a, oidc: { clientId: a } } },
    });
    const value = `a1b2c3d4e5f6${base64(40)}`;
    expect(looksRandom(value)).toBe(true);
    expect(randomTextsIn(text(value) as unknown as Written)).toEqual([]);
    const other = { vault: [{ value }], rule: { a: value }, context: { a: value }, audience: value };
    expect(randomTextsIn(other as unknown as Written)).toHaveLength(4);
    // What is told by its form is told anywhere.
    expect(credentialsIn(JSON.stringify(text(`AKIA${random(16, upper)}`)))).toHaveLength(10);
  });

  test("is not in our examples, nor in what any of our tests takes for a valid fleet", () => {
    const files = globSync("examples/**/*.yaml", { exclude: ["**/node_modules/**"] });
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const found = tenantProblems(readFileSync(file, "utf8")).filter((one) => /looks like/.test(one));
      expect(found, file).toEqual([]);
    }
  });
});

test("looking for credentials takes time in proportion to the file", () => {
  const pieces = [
    "-eyJ",
    "sk-",
    '"x5c":[',
    "a:",
    "://a:",
    "'",
    '"',
    '\\"',
    "-----BEGIN CERTIFICATE-----",
    "a.",
    "a_",
    "01",
    "sha1-",
    "x",
    " ",
    "#",
    "{",
    "- ",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }), (chosen) => {
      const piece = chosen.join("");
      const text = piece.repeat(200_000 / piece.length);
      const started = process.cpuUsage();
      credentialsIn(text);
      looksRandom(text);
      shownLine([text], 1, fieldNames());
      expect(process.cpuUsage(started).user, piece).toBeLessThan(2_000_000);
    }),
    { numRuns: 50 },
  );
});

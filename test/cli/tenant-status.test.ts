import { describe, expect, test } from "vitest";
import { CommandFailed } from "../../cli/command-failed.ts";
import { statusText } from "../../cli/commands/status.ts";
import type { Stored } from "../../cli/pulumi.ts";
import { tenantStatuses } from "../../cli/tenant-status.ts";
import { harm, hostileText } from "../harness/hostile-text.ts";

const now = new Date("2026-11-22T12:00:00Z");

/** What is said of tenants, without how a link to the Admin Portal is made. */
const tenantStatus = (resources: readonly Stored[], wanted?: string): string => {
  const text = statusText(tenantStatuses(resources, now.getTime(), wanted), now);
  return text.slice(0, text.lastIndexOf("\n\n"));
};

const stored = (type: string, name: string, more: object = {}): Stored => ({
  urn: `urn:pulumi:prod::fleet::tenantry:index:Fleet$tenantry:index:Tenant$${type}::${name}`,
  type,
  ...more,
});

const tenant = (slug: string, more: object = {}): Stored =>
  stored("tenantry:index:Tenant", slug, {
    inputs: {
      tenant: slug,
      name: `${slug} Ltd`,
      plan: "enterprise",
      status: "active",
      mfa: { policy: "REQUIRED" },
      ...more,
    },
  });
const connection = (slug: string, state: string): Stored =>
  stored("pulumi-nodejs:dynamic/workos:SsoConnection", `${slug}/workos-sso-connection/sso`, {
    outputs: { externalId: "sso", type: "OktaSAML", state },
  });
const certificate = (slug: string, name: string, expiresAt: string): Stored =>
  stored("pulumi-nodejs:dynamic/workos:SamlIdpCertificate", `${slug}/workos-saml-idp-certificate/sso/${name}`, {
    outputs: { expiresAt },
  });

describe("the status of a tenant", () => {
  test.each([undefined, {}])("is not told where state has none of its inputs: %j", (inputs) => {
    const bare = ["acme", "globex"].map((slug) => ({ ...tenant(slug), inputs }) as Stored);
    const why = (who: string) =>
      new CommandFailed(
        `The state does not have what the files say of ${who}: the last run left the inputs of components out, as it does where ` +
          "PULUMI_NODEJS_SKIP_COMPONENT_INPUTS is set. Unset it, and `pulumi up` writes them.",
      );
    expect(() => tenantStatus(bare)).toThrow(why("acme, globex"));
    expect(() => tenantStatus(bare, "globex")).toThrow(why("globex"));
    expect(tenantStatus([...bare, tenant("hooli")], "hooli")).toMatch(/^hooli: /);
    expect(() => tenantStatus(bare, "initech")).toThrow("The stack has no tenant initech.");
  });

  test("says that MFA is declared only, where nobody signs in by a connection of ours", () => {
    expect(tenantStatus([tenant("acme")])).toBe(
      [
        "acme: acme Ltd, plan enterprise, active",
        "  SSO      none of ours",
        "  MFA      REQUIRED is declared, and nothing else: WorkOS enforces it for no single organization",
      ].join("\n"),
    );
    expect(tenantStatus([tenant("acme", { sso: { required: true, connection: null } })])).toContain(
      "SSO      required, and there is no connection of ours",
    );
  });

  test("says since when a tenant is suspended, by whom and why", () => {
    const suspension = { since: "2026-11-02", by: "Al", reason: "has not paid since June", apiKeys: "keep" };
    expect(tenantStatus([tenant("acme", { status: "suspended", suspension })])).toContain(
      "acme: acme Ltd, plan enterprise, suspended since 2026-11-02, by Al: has not paid since June\n",
    );
    expect(tenantStatuses([tenant("acme", { status: "suspended", suspension })], now.getTime())).toMatchObject([
      { status: "suspended", suspension: { since: "2026-11-02", by: "Al", reason: "has not paid since June" } },
    ]);
  });

  test("says that an active connection is where people sign in, and when its last certificate ends", () => {
    const resources = [
      tenant("acme"),
      connection("acme", "active"),
      certificate("acme", "2026", "2026-12-01T10:00:00.000Z"),
      certificate("acme", "2027", "2027-12-01T10:00:00.000Z"),
    ];
    expect(tenantStatus(resources)).toBe(
      [
        "acme: acme Ltd, plan enterprise, active",
        "  SSO      sso (OktaSAML) is active, its certificates end on 2027-12-01",
        "  MFA      REQUIRED is declared; people sign in by sso, where the customer asks for it",
      ].join("\n"),
    );
  });

  test.each(["inactive", "draft", "validating"])("counts no connection that is %s", (state) => {
    const text = tenantStatus([tenant("acme"), connection("acme", state)]);
    expect(text).toContain(`SSO      sso (OktaSAML) is ${state}`);
    expect(text).toContain("REQUIRED is declared, and nothing else");
  });

  test("is of that tenant alone, and of none whose name begins alike", () => {
    const resources = [
      tenant("acme"),
      tenant("acme-eu"),
      connection("acme-eu", "active"),
      { ...connection("acme", "active"), delete: true },
    ];
    expect(tenantStatus(resources, "acme")).toContain("SSO      none of ours");
    expect(tenantStatus(resources, "acme")).not.toContain("acme-eu");
    expect(tenantStatus(resources).split("\n\n")).toHaveLength(2);
  });

  test("is refused where there is none, with what to do", () => {
    expect(() => tenantStatus([tenant("acme")], "globex")).toThrow(CommandFailed);
    expect(() => tenantStatus([tenant("acme")], "globex")).toThrow("The stack has no tenant globex.");
    expect(() => tenantStatus([])).toThrow("The stack has no tenants");
  });

  test("holds nothing that could steer a terminal", () => {
    expect(tenantStatus([tenant("acme", { name: "a\u001b[31mb" })])).not.toContain("\u001b");
  });
});

/** A dynamic resource of a tenant, by its type and its natural key. */
const made = (type: string, key: string, outputs: object, more: object = {}): Stored =>
  stored(`pulumi-nodejs:dynamic/${type}`, `acme/${kebab(type)}/${key}`, { outputs, ...more });
const kebab = (type: string): string =>
  type
    .replace(":", "-")
    .replace(/(?<=[a-z])(?=[A-Z])/g, "-")
    .toLowerCase();

const pending = { state: "pending", dnsRecordName: "_verify.acme.example", dnsRecordValue: "tUYK5sPqFQ" };
const acme = { ...tenant("acme"), outputs: { organizationId: "org_1", projectId: "proj_1" } };
const rotation = { every: "90d", from: "2026-11-01" };

const everything: readonly Stored[] = [
  {
    ...tenant("acme", {
      apiKeys: [
        { name: "ingest", rotation },
        { name: "old", rotation: { every: "30d", from: "2026-10-01" } },
      ],
      applications: [{ name: "Portal", secrets: [{ name: "main", rotation }] }],
    }),
    outputs: acme.outputs,
  },
  made("workos:OrganizationDomain", "acme.example", pending),
  made("workos:OrganizationDomain", "acme-labs.example", { state: "verified", dnsRecordName: "", dnsRecordValue: "" }),
  made("workos:Member", "astrid@acme.example", { state: "pending", expiresAt: "2026-11-25T10:00:00.000Z" }),
  made("workos:Member", "jonas@acme.example", { state: "pending", expiresAt: "2026-11-21T10:00:00.000Z" }),
  made("workos:Member", "eva@acme.example", { state: "expired", expiresAt: "2026-11-20T10:00:00.000Z" }),
  made("workos:Member", "there@acme.example", { state: "active", expiresAt: "" }),
  made("openai:ProjectMember", "astrid@acme.example", { state: "pending", expiresAt: 1795500000 }),
  made("openai:ProjectMember", "there@acme.example", { state: "member", expiresAt: null }),
  made("workos:ItContact", "it@acme.example", { invite: ["sso", "dsync"] }),
  made("workos:ItContact", "quiet@acme.example", { invite: [] }),
  made("workos:OrganizationApiKey", "fixed", { createdAt: "2026-11-21T23:59:00.000Z", expiry: "2026-12-22T00:00:00Z" }),
  made("workos:OrganizationApiKey", "gone", { createdAt: "2026-10-21T00:00:00.000Z", expiry: "2026-11-21T00:00:00Z" }),
  made("workos:OrganizationApiKey", "ingest/2026-11-01", {
    ...{ createdAt: "2026-11-01T00:00:00.000Z", expiry: null, __epoch: "current" },
    value: "sk_never_shown",
  }),
  made("workos:OrganizationApiKey", "ingest/2026-08-03", {
    ...{ createdAt: "2026-08-03T00:00:00.000Z", expiry: null, __epoch: "previous" },
  }),
  made("workos:OrganizationApiKey", "old/2026-10-01", {
    ...{ createdAt: "2026-10-01T00:00:00.000Z", expiry: null, __epoch: "current" },
  }),
  made("workos:ApplicationClientSecret", "Portal/main/2026-11-01", {
    ...{ createdAt: "2026-11-22T00:00:00.000Z", __epoch: "current", secret: "never shown" },
  }),
  made("openai:ServiceAccountKey", "runner/main/2026-11-01", {
    ...{ createdAt: 1793491200, expiresAt: 1801267200, __epoch: "current", value: "sk-svcacct-never" },
  }),
  made("tenantry:Undeclared", "", { undeclared: { acme: { roles: { role_2: "org-temp", role_1: "org-old" } } } }),
];

describe("what a person asks about a tenant", () => {
  test("stands in one paragraph, ages by the clock that was given", () => {
    expect(tenantStatus(everything)).toBe(`\
acme: acme Ltd, plan enterprise, active
  SSO      none of ours
  MFA      REQUIRED is declared, and nothing else: WorkOS enforces it for no single organization
  domain   acme-labs.example is verified
           acme.example is pending; its DNS record:
             _verify.acme.example
             TXT tUYK5sPqFQ
  invited  astrid@acme.example to WorkOS until 2026-11-25 (in 3 days)
           eva@acme.example to WorkOS, expired 2026-11-20 (2 days ago)
           jonas@acme.example to WorkOS until 2026-11-21 (1 day ago): a refresh tells how it ended
           astrid@acme.example to OpenAI until 2026-11-24 (in 2 days)
  setup    it@acme.example was sent a link to set up sso, dsync
  key      fixed                   API key, 1 day old, ends 2026-12-22 (in 30 days)
           gone                    API key, 32 days old, ended 2026-11-21 (1 day ago)
           ingest/2026-08-03       API key, 111 days old, no end, replaced already
           ingest/2026-11-01       API key, 21 days old, no end, rotates 2027-01-30 (in 69 days)
           old/2026-10-01          API key, 52 days old, no end, should have rotated 2026-10-31 (22 days ago): run \`pulumi up\`
           Portal/main/2026-11-01  client secret, 0 days old, no end, rotates 2027-01-30 (in 69 days)
           runner/main/2026-11-01  OpenAI key, 21 days old, ends 2027-01-30 (in 69 days), rotates by dates
  remove   roles org-old, org-temp: in no file, \`pulumi up\` removes it`);
  });

  test("is the same for programs, in a shape that stays, without any value of a key", () => {
    const [status, ...others] = tenantStatuses(everything, now.getTime());
    expect(others).toEqual([]);
    expect(JSON.stringify(status)).not.toContain("never");
    const { keys = [], ...rest } = status ?? {};
    expect(rest).toEqual({
      tenant: "acme",
      name: "acme Ltd",
      plan: "enterprise",
      status: "active",
      suspension: null,
      organizationId: "org_1",
      projectId: "proj_1",
      sso: { required: false, connections: [] },
      mfa: { policy: "REQUIRED", signInBy: null },
      domains: [
        { domain: "acme-labs.example", state: "verified", dnsRecord: null },
        {
          domain: "acme.example",
          state: "pending",
          dnsRecord: { type: "TXT", name: "_verify.acme.example", value: "tUYK5sPqFQ" },
        },
      ],
      invitations: [
        { vendor: "WorkOS", email: "astrid@acme.example", state: "pending", expiresAt: "2026-11-25T10:00:00.000Z" },
        { vendor: "WorkOS", email: "eva@acme.example", state: "expired", expiresAt: "2026-11-20T10:00:00.000Z" },
        { vendor: "WorkOS", email: "jonas@acme.example", state: "pending", expiresAt: "2026-11-21T10:00:00.000Z" },
        { vendor: "OpenAI", email: "astrid@acme.example", state: "pending", expiresAt: "2026-11-24T06:00:00.000Z" },
      ],
      portalInvitations: [{ email: "it@acme.example", intents: ["sso", "dsync"] }],
      toBeRemoved: { roles: ["org-old", "org-temp"] },
    });
    const named = (name: string) => keys.find((key) => key.name === name);
    expect(named("fixed")).toEqual({
      vendor: "WorkOS",
      kind: "API key",
      name: "fixed",
      createdAt: "2026-11-21T23:59:00.000Z",
      ageDays: 1,
      endsAt: "2026-12-22T00:00:00.000Z",
      rotation: null,
      replaced: false,
    });
    expect(named("old/2026-10-01")).toMatchObject({ endsAt: null, rotation: { nextOn: "2026-10-31", due: true } });
    expect(named("ingest/2026-11-01")).toMatchObject({ rotation: { nextOn: "2027-01-30", due: false } });
    expect(named("ingest/2026-08-03")).toMatchObject({ rotation: null, replaced: true });
    expect(named("runner/main/2026-11-01")).toEqual({
      vendor: "OpenAI",
      kind: "service account key",
      name: "runner/main/2026-11-01",
      createdAt: "2026-11-01T00:00:00.000Z",
      ageDays: 21,
      endsAt: "2027-01-30T00:00:00.000Z",
      rotation: {},
      replaced: false,
    });
  });

  test("is not guessed where state does not say: the text says so, and a program finds no field", () => {
    const resources = [
      tenant("acme"),
      made("workos:SsoConnection", "sso", {}),
      made("workos:OrganizationDomain", "acme.example", { state: "" }),
      made("workos:Member", "astrid@acme.example", { state: "pending" }),
      made("workos:OrganizationApiKey", "ingest", {}),
    ];
    expect(tenantStatus(resources)).toBe(`\
acme: acme Ltd, plan enterprise, active
  SSO      sso (unknown type) is unknown until a refresh
  MFA      REQUIRED is declared, and nothing else: WorkOS enforces it for no single organization
  domain   acme.example is unknown until a refresh; its DNS record is unknown until a refresh
  invited  astrid@acme.example to WorkOS, until when is unknown until a refresh
  key      ingest  API key, its age is unknown until a refresh, its end is unknown until a refresh`);
    expect(tenantStatuses(resources, now.getTime())).toMatchObject([
      { sso: { connections: [{ name: "sso", certificatesEnd: null }] } },
    ]);
    const [{ domains, keys, organizationId } = { domains: [], keys: [] }] = tenantStatuses(resources, now.getTime());
    expect({ domains, keys, organizationId }).toEqual({
      domains: [{ domain: "acme.example" }],
      keys: [{ vendor: "WorkOS", kind: "API key", name: "ingest", rotation: null, replaced: false }],
    });
  });

  test("ends with how a link to the Admin Portal is made, for the one tenant with its id", () => {
    const of = (resources: readonly Stored[]) =>
      statusText(tenantStatuses(resources, now.getTime()), now).split("\n\n").at(-1);
    expect(of([acme])).toBe(
      "Links to the Admin Portal are kept nowhere. This makes one, in a program:\n" +
        '  portalLink({ organizationId: "org_1", intent: "sso" }) of tenantry/workos/portal-link',
    );
    expect(of([acme, tenant("globex")])).toContain("portalLink({ organizationId: …, ");
  });

  test("can neither steer a terminal nor give orders, whatever is in a name", () => {
    const hostile = [
      tenant("acme", { name: hostileText, plan: hostileText, status: hostileText, mfa: { policy: hostileText } }),
      made("workos:OrganizationDomain", encodeURIComponent(hostileText.toWellFormed()), {
        ...{ state: hostileText, dnsRecordName: hostileText, dnsRecordValue: hostileText },
      }),
      made("tenantry:Undeclared", "", { undeclared: { acme: { [hostileText]: { a: hostileText } } } }),
    ];
    expect(tenantStatus(hostile).split("\n").flatMap(harm)).toEqual([]);
  });
});

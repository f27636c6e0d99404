import { describe, expect, test } from "vitest";
import { CommandFailed } from "../../cli/command-failed.ts";
import type { Stored } from "../../cli/pulumi.ts";
import { tenantStatus } from "../../cli/tenant-status.ts";

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
  test("says that MFA is declared only, where nobody signs in by a connection of ours", () => {
    expect(tenantStatus([tenant("acme")])).toBe(
      [
        "acme: acme Ltd, plan enterprise, active",
        "  SSO  none of ours",
        "  MFA  REQUIRED is declared, and nothing else: WorkOS enforces it for no single organization",
      ].join("\n"),
    );
    expect(tenantStatus([tenant("acme", { sso: { required: true, connection: null } })])).toContain(
      "SSO  required, and there is no connection of ours",
    );
  });

  test("says since when a tenant is suspended, by whom and why", () => {
    const suspension = { since: "2026-11-02", by: "Al", reason: "has not paid since June", apiKeys: "keep" };
    expect(tenantStatus([tenant("acme", { status: "suspended", suspension })])).toContain(
      "acme: acme Ltd, plan enterprise, suspended since 2026-11-02, by Al: has not paid since June\n",
    );
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
        "  SSO  sso (OktaSAML) is active, its certificates end on 2027-12-01",
        "  MFA  REQUIRED is declared; people sign in by sso, where the customer asks for it",
      ].join("\n"),
    );
  });

  test.each(["inactive", "draft", "validating"])("counts no connection that is %s", (state) => {
    const text = tenantStatus([tenant("acme"), connection("acme", state)]);
    expect(text).toContain(`SSO  sso (OktaSAML) is ${state}`);
    expect(text).toContain("REQUIRED is declared, and nothing else");
  });

  test("is of that tenant alone, and of none whose name begins alike", () => {
    const resources = [
      tenant("acme"),
      tenant("acme-eu"),
      connection("acme-eu", "active"),
      { ...connection("acme", "active"), delete: true },
    ];
    expect(tenantStatus(resources, "acme")).toContain("SSO  none of ours");
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

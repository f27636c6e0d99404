import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const DAY_MS = 24 * 60 * 60 * 1000;

const domainOf = async (organizationId: string, domain = "acme.com") =>
  (await workos.post("/organization_domains", { organization_id: organizationId, domain })).body;

const settle = async (id: string, found: boolean) =>
  await fetch(`${workos.emulator.origin}/_emulator/organization_domains/${id}/dns`, {
    method: "POST",
    body: JSON.stringify({ found }),
  });

test("a new domain is pending, with what the customer puts into DNS, and shows in its organization", async () => {
  const organization = await workos.organization();
  const domain = await domainOf(organization.id, "Acme.COM");
  expect(domain).toMatchObject({
    id: expect.stringMatching(/^org_domain_/),
    organization_id: organization.id,
    domain: "acme.com",
    state: "pending",
    verification_strategy: "dns",
    verification_token: expect.stringMatching(/^\w{25}$/),
  });
  expect((await workos.get(`/organizations/${organization.id}`)).body.domains).toEqual([domain]);
  expect((await workos.get(`/organization_domains/${domain.id}`)).body).toEqual(domain);
});

test("a domain is there once in an organization, and may be in several", async () => {
  const one = await workos.organization();
  const other = await workos.organization();
  await domainOf(one.id);
  const again = await workos.post("/organization_domains", { organization_id: one.id, domain: "ACME.com" });
  expect([again.status, again.body.code]).toEqual([409, "domain_already_exists"]);
  expect((await domainOf(other.id)).state).toBe("pending");
});

test.each([
  [{ domain: "acme.com", organization_id: "org_unknown" }, 404],
  [{ domain: "http://acme.com", organization_id: "ORG" }, 422],
  [{ domain: "acme", organization_id: "ORG" }, 422],
  [{ domain: "gmail.com", organization_id: "ORG" }, 422],
  [{ organization_id: "ORG" }, 422],
])("%j is refused with %s", async (body, status) => {
  const { id } = await workos.organization();
  const sent = { ...body, organization_id: body.organization_id === "ORG" ? id : body.organization_id };
  expect((await workos.post("/organization_domains", sent)).status).toBe(status);
});

test("the customer's DNS verifies a domain, and then there is nothing to verify", async () => {
  const domain = await domainOf((await workos.organization()).id);
  const pending = await workos.post(`/organization_domains/${domain.id}/verify`);
  expect([pending.status, pending.body.state]).toEqual([201, "pending"]);
  await settle(domain.id, true);
  expect((await workos.get(`/organization_domains/${domain.id}`)).body.state).toBe("verified");
  const again = await workos.post(`/organization_domains/${domain.id}/verify`);
  expect([again.status, again.body.code]).toEqual([400, "domain_already_verified"]);
  expect(await workos.lastEvent()).toMatchObject({
    event: "organization_domain.verified",
    context: { actor: { source: "system" } },
  });
});

test("after 30 days a pending domain has failed, and verify starts the search again", async () => {
  const domain = await domainOf((await workos.organization()).id);
  workos.emulator.clock.advance(30 * DAY_MS - 1);
  expect((await workos.get(`/organization_domains/${domain.id}`)).body.state).toBe("pending");
  workos.emulator.clock.advance(1);
  expect((await workos.get(`/organization_domains/${domain.id}`)).body.state).toBe("failed");
  expect(await workos.lastEvent()).toMatchObject({
    event: "organization_domain.verification_failed",
    data: { reason: "domain_verification_period_expired", organization_domain: { id: domain.id } },
  });
  expect((await workos.post(`/organization_domains/${domain.id}/verify`)).body.state).toBe("pending");
  workos.emulator.clock.advance(29 * DAY_MS);
  expect((await workos.get(`/organization_domains/${domain.id}`)).body.state).toBe("pending");
});

test("deleting answers 204 without a body, then 404", async () => {
  const organization = await workos.organization();
  const domain = await domainOf(organization.id);
  expect(await workos.delete(`/organization_domains/${domain.id}`)).toMatchObject({ status: 204, body: undefined });
  expect((await workos.delete(`/organization_domains/${domain.id}`)).status).toBe(404);
  expect((await workos.get(`/organizations/${organization.id}`)).body.domains).toEqual([]);
  expect((await workos.post("/organization_domains/org_domain_unknown/verify")).status).toBe(404);
});

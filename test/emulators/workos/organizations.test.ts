import { describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

/** Without the Test Organization: the tests of lists expect exactly the organizations that they created. */
const workos = useWorkos({ blank: true });

describe("creating", () => {
  test("a new organization has the documented shape and id, and reads back the same", async () => {
    const { status, body } = await workos.post("/organizations", {
      name: "Acme",
      external_id: "acme",
      metadata: { tier: "gold" },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      object: "organization",
      id: expect.stringMatching(/^org_[0-9A-HJKMNP-TV-Z]{26}$/),
      name: "Acme",
      allow_profiles_outside_organization: false,
      domains: [],
      metadata: { tier: "gold" },
      external_id: "acme",
      created_at: "2026-03-01T09:00:00.000Z",
      updated_at: "2026-03-01T09:00:00.000Z",
    });
    expect((await workos.get(`/organizations/${body.id}`)).body).toEqual(body);
    expect((await workos.get("/organizations/external_id/acme")).body).toEqual(body);
  });

  test.each<[problem: string, body: object, status: number, code?: string]>([
    ["no name", {}, 422],
    ["a blank name", { name: " " }, 422],
    ["a name that is no text", { name: 7 }, 422],
    ["an empty external id", { external_id: "" }, 422],
    ["a long external id", { external_id: "x".repeat(129) }, 422],
    ["an external id beyond ASCII", { external_id: "größe" }, 422],
    ["a domain that is none", { domain_data: [{ domain: "nodot", state: "pending" }] }, 422],
    ["a domain in an unknown state", { domain_data: [{ domain: "a.com", state: "failed" }] }, 422],
    ["a domain named twice", { domains: ["a.com", "A.com"] }, 422],
    ["a consumer mail domain", { domains: ["gmail.com"] }, 422],
    ["a list as metadata", { metadata: [] }, 400, "invalid_metadata"],
    ["a number in metadata", { metadata: { n: 1 } }, 400, "invalid_metadata"],
    ["an object in metadata", { metadata: { deep: { er: {} } } }, 400, "invalid_metadata"],
    ["a long metadata key", { metadata: { ["k".repeat(41)]: "v" } }, 400, "invalid_metadata"],
    ["a long metadata value", { metadata: { k: "v".repeat(601) } }, 400, "invalid_metadata"],
    [
      "51 metadata keys",
      { metadata: Object.fromEntries([...Array(51).keys()].map((n) => [n, "v"])) },
      400,
      "invalid_metadata",
    ],
  ])("%s is refused, and nothing is made", async (problem, body, status, code) => {
    const answer = await workos.post("/organizations", problem === "no name" ? body : { name: "A", ...body });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await workos.get("/organizations")).body.data).toEqual([]);
    expect(await workos.eventTypes()).toEqual([]);
  });

  test("an external id is unique in the environment, a name is not", async () => {
    await workos.organization({ external_id: "acme" });
    const clash = await workos.post("/organizations", { name: "Other", external_id: "acme" });
    expect([clash.status, clash.body.code]).toEqual([400, "external_id_already_used"]);
    expect((await workos.post("/organizations", { name: "Acme" })).status).toBe(201);
  });

  test("an idempotency key makes one organization of two requests, and refuses another body", async () => {
    const headers = { "idempotency-key": "first-try" };
    const first = await workos.call("POST", "/organizations", { name: "Acme" }, headers);
    const again = await workos.call("POST", "/organizations", { name: "Acme" }, headers);
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect((await workos.call("POST", "/organizations", { name: "Other" }, headers)).status).toBe(400);
    expect((await workos.get("/organizations")).body.data).toHaveLength(1);
    workos.emulator.clock.advance(25 * 60 * 60 * 1000);
    expect((await workos.call("POST", "/organizations", { name: "Acme" }, headers)).body.id).not.toBe(first.body.id);
  });
});

describe("updating", () => {
  test("metadata is merged: null removes one key, what is not mentioned stays, {} removes all", async () => {
    const { id } = await workos.organization({ metadata: { a: "1", b: "2" } });
    const put = async (metadata: unknown) => (await workos.put(`/organizations/${id}`, { metadata })).body.metadata;
    expect(await put({ a: null, c: "3" })).toEqual({ b: "2", c: "3" });
    expect(await put(undefined)).toEqual({ b: "2", c: "3" });
    expect(await put({})).toEqual({});
  });

  test("a metadata key called __proto__ is a key like any other", async () => {
    const { id } = await workos.organization();
    const body = JSON.parse('{"metadata":{"__proto__":"kept"}}');
    await workos.put(`/organizations/${id}`, body);
    expect(JSON.stringify((await workos.get(`/organizations/${id}`)).body.metadata)).toBe('{"__proto__":"kept"}');
  });

  test("null clears the external id, and its lookup ends", async () => {
    const { id } = await workos.organization({ external_id: "acme" });
    expect((await workos.put(`/organizations/${id}`, { external_id: null })).body.external_id).toBeNull();
    expect((await workos.get("/organizations/external_id/acme")).status).toBe(404);
    expect((await workos.post("/organizations", { name: "New", external_id: "acme" })).status).toBe(201);
  });

  test("null as the body, or none, is refused with 422, an empty one changes nothing", async () => {
    const organization = await workos.organization();
    const put = (body?: unknown) => workos.put(`/organizations/${organization.id}`, body);
    expect(await put(null)).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining("Validation failed.") },
    });
    expect(await put()).toMatchObject({ status: 422, body: { message: "Validation failed. A body is required." } });
    expect(await put({})).toMatchObject({ status: 200, body: organization });
  });

  test("only what differs moves updated_at and sends an event, which tells the former values", async () => {
    const { id } = await workos.organization({ external_id: "acme", metadata: { a: "1" } });
    workos.emulator.clock.advance(1000);
    const same = await workos.put(`/organizations/${id}`, { name: "Acme", external_id: "acme", metadata: { a: "1" } });
    expect(same.body.updated_at).toBe("2026-03-01T09:00:00.000Z");
    expect(await workos.eventTypes()).toEqual(["organization.created"]);

    const renamed = await workos.put(`/organizations/${id}`, { name: "Acme Inc", stripe_customer_id: "cus_1" });
    expect(renamed.body).toMatchObject({
      name: "Acme Inc",
      stripe_customer_id: "cus_1",
      updated_at: "2026-03-01T09:00:01.000Z",
    });
    expect(await workos.lastEvent()).toMatchObject({
      event: "organization.updated",
      data: { id, name: "Acme Inc" },
      context: { actor: { source: "api" }, previous_attributes: { name: "Acme", stripe_customer_id: null } },
    });
  });

  test("a taken external id or Stripe customer is refused, the own one is not", async () => {
    await workos.put(`/organizations/${(await workos.organization({ external_id: "one" })).id}`, {
      stripe_customer_id: "cus_1",
    });
    const { id } = await workos.organization({ external_id: "two" });
    const refused = async (body: object) => (await workos.put(`/organizations/${id}`, body)).body.code;
    expect(await refused({ external_id: "one" })).toBe("external_id_already_used");
    expect(await refused({ stripe_customer_id: "cus_1" })).toBe("stripe_customer_id_already_used");
    expect(await refused({ external_id: "two" })).toBeUndefined();
  });

  test("domain_data is the resulting set; new domains take their state, and a pending one can be attested", async () => {
    const { id } = await workos.organization({
      domain_data: [
        { domain: "Acme.com", state: "verified" },
        { domain: "acme.io", state: "pending" },
      ],
    });
    const domains = async () =>
      (await workos.get(`/organizations/${id}`)).body.domains.map((one: { domain: string; state: string }) => [
        one.domain,
        one.state,
      ]);
    expect(await domains()).toEqual([
      ["acme.com", "verified"],
      ["acme.io", "pending"],
    ]);
    await workos.put(`/organizations/${id}`, { name: "Acme" });
    expect(await domains()).toHaveLength(2);
    await workos.put(`/organizations/${id}`, {
      domain_data: [
        { domain: "acme.io", state: "verified" },
        { domain: "acme.dev", state: "pending" },
      ],
    });
    expect(await domains()).toEqual([
      ["acme.io", "verified"],
      ["acme.dev", "pending"],
    ]);
    expect(await workos.eventTypes()).toEqual([
      "organization.created",
      "organization_domain.created",
      "organization_domain.verified",
      "organization_domain.created",
      "organization.updated",
      "organization_domain.deleted",
      "organization_domain.updated",
      "organization_domain.verified",
      "organization_domain.created",
    ]);
    await workos.put(`/organizations/${id}`, { domain_data: [] });
    expect(await domains()).toEqual([]);
  });
});

describe("deleting", () => {
  test("an organization and what belongs to it are gone at once, with one event", async () => {
    const { id } = await workos.organization({
      domain_data: [{ domain: "acme.com", state: "pending" }],
      external_id: "acme",
    });
    const domain = (await workos.get(`/organizations/${id}`)).body.domains[0];
    await workos.post(`/authorization/organizations/${id}/roles`, { name: "Admin", slug: "org-admin" });
    const invitation = (
      await workos.post("/user_management/invitations", { email: "ann@acme.com", organization_id: id })
    ).body;
    const answer = await workos.delete(`/organizations/${id}`);
    expect([answer.status, answer.body]).toEqual([200, undefined]);
    for (const path of [
      `/organizations/${id}`,
      "/organizations/external_id/acme",
      `/organization_domains/${domain.id}`,
      `/authorization/organizations/${id}/roles`,
      `/user_management/invitations/${invitation.id}`,
    ])
      expect([path, (await workos.get(path)).status]).toEqual([path, 404]);
    expect(await workos.lastEvent()).toMatchObject({
      event: "organization.deleted",
      data: { id, domains: [{ domain: "acme.com" }] },
    });
    expect((await workos.delete(`/organizations/${id}`)).status).toBe(404);
  });

  test("with 202, the organization is served until its time has come, refuses changes, and is gone then", async () => {
    workos.emulator.switches.set({ organizationDeletionMs: 3000 });
    const { id } = await workos.organization();
    expect((await workos.delete(`/organizations/${id}`)).status).toBe(202);
    expect((await workos.delete(`/organizations/${id}`)).status).toBe(202);
    workos.emulator.clock.advance(2999);
    expect((await workos.get(`/organizations/${id}`)).status).toBe(200);
    expect((await workos.put(`/organizations/${id}`, { name: "Late" })).status).toBe(409);
    workos.emulator.clock.advance(1);
    expect((await workos.get(`/organizations/${id}`)).status).toBe(404);
    expect(await workos.eventTypes()).toEqual(["organization.created", "organization.deleted"]);
  });
});

describe("listing", () => {
  async function fifteen(): Promise<string[]> {
    const ids = [];
    for (let n = 0; n < 15; n++)
      ids.push((await workos.organization({ name: `Tenant ${n}`, domains: [`t${n}.example`] })).id);
    return ids;
  }

  test.each(["asc", "desc", "normal"])(
    "walking %s forwards and back sees each once, in order, at any page size",
    async (order) => {
      const ids = await fifteen();
      const expected = order === "asc" ? ids : ids.toReversed();
      const [forward, backward] = order === "normal" ? ["before", "after"] : ["after", "before"];
      for (const limit of [1, 4, 5, 15, 100]) {
        const seen: string[] = [];
        let cursor = "";
        let last = "";
        do {
          const { body } = await workos.get(`/organizations?order=${order}&limit=${limit}${cursor}`);
          const page = body.data.map(({ id }: { id: string }) => id);
          seen.push(...page);
          last = page[0];
          cursor = body.list_metadata[forward ?? ""] === null ? "" : `&${forward}=${body.list_metadata[forward ?? ""]}`;
        } while (cursor !== "");
        expect(seen).toEqual(expected);

        const { body } = await workos.get(`/organizations?order=${order}&limit=${limit}&${backward}=${last}`);
        const start = expected.indexOf(last);
        expect(body.data.map(({ id }: { id: string }) => id)).toEqual(
          expected.slice(Math.max(0, start - limit), start),
        );
      }
    },
  );

  test("the first page has no way back, the last none forward", async () => {
    await fifteen();
    const first = (await workos.get("/organizations")).body;
    expect(first.data).toHaveLength(10);
    expect(first.list_metadata).toEqual({ before: null, after: first.data[9].id });
    const second = (await workos.get(`/organizations?after=${first.list_metadata.after}`)).body;
    expect(second.list_metadata).toEqual({ before: second.data[0].id, after: null });
    const back = (await workos.get(`/organizations?before=${second.list_metadata.before}`)).body;
    expect(back).toEqual(first);
  });

  test("a listing goes on when the organization that its cursor names is deleted meanwhile", async () => {
    const ids = await fifteen();
    await workos.delete(`/organizations/${ids[5]}`);
    const { body } = await workos.get(`/organizations?order=asc&after=${ids[5]}&limit=3`);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(6, 9));
  });

  test("domains matches any of them, search the name", async () => {
    await fifteen();
    const names = async (query: string) =>
      (await workos.get(`/organizations?order=asc&${query}`)).body.data.map(({ name }: { name: string }) => name);
    expect(await names("domains=t3.example,T7.example,none.example")).toEqual(["Tenant 3", "Tenant 7"]);
    expect(await names("search=tenant%201")).toEqual([
      "Tenant 1",
      "Tenant 10",
      "Tenant 11",
      "Tenant 12",
      "Tenant 13",
      "Tenant 14",
    ]);
  });

  test.each(["limit=0", "limit=101", "limit=x", "order=up", "after=org_unknown", "before=org_unknown"])(
    "%s is refused with 422",
    async (query) => {
      expect((await workos.get(`/organizations?${query}`)).status).toBe(422);
    },
  );
});

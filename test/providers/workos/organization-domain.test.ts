import { beforeEach, describe, expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { workos } from "../../../providers/workos/client.ts";
import { OrganizationDomain } from "../../../providers/workos/organization-domain.ts";
import { type Run, useRuns } from "./runs.ts";

const VERIFY = "POST /organization_domains/{id}/verify";
const ATTEST = "PUT /organizations/{id}";

type DomainRow = Parameters<typeof OrganizationDomain.definition.describe>[0];
const row: DomainRow = {
  id: "org_domain_1",
  organization_id: "org_1",
  domain: "Acme.example",
  created_at: "2026-05-01T00:00:00.000Z",
};
const shown = (more: Partial<DomainRow>, verification?: "verify" | "attested") =>
  OrganizationDomain.definition.describe({ ...row, ...more }, verification ? { verification } : {});

test.each([
  ["pending", "dns", "verify"],
  ["failed", "dns", null],
  ["unverified", "dns", null],
  ["verified", "manual", "attested"],
  ["legacy_verified", "manual", "attested"],
  ["verified", "dns", undefined],
  ["legacy_verified", undefined, undefined],
  [undefined, undefined, undefined],
])("%s by %s shows as %s", (state, verification_strategy, verification) => {
  const facts = { ...(state ? { state } : {}), ...(verification_strategy ? { verification_strategy } : {}) };
  expect(shown(facts).inputs.verification).toBe(verification);
});

test.each(["verify", "attested"] as const)("proof by DNS is what %s wants", (verification) => {
  expect(shown({ state: "verified", verification_strategy: "dns" }, verification).inputs).toMatchObject({
    verification,
  });
});

test("the DNS record is given whole, or not at all", () => {
  const record = { verification_prefix: "superapi-domain-verification-x1", verification_token: "m5Oztg3jdK" };
  const said = { state: "", verificationStrategy: "", createdAt: row.created_at };
  expect(shown(record).outputs).toEqual({
    ...said,
    dnsRecordName: "superapi-domain-verification-x1.acme.example",
    dnsRecordValue: "m5Oztg3jdK",
  });
  expect(shown({}).outputs).toEqual({ ...said, dnsRecordName: "", dnsRecordValue: "" });
});

test.each(["gmail.com", "Outlook.com ", "acme", "https://acme.example", "acme.example/x"])(
  "%j is refused at preview",
  (domain) => {
    const { failures } = canonicalise(OrganizationDomain.definition.inputs, { organizationId: "org_1", domain });
    expect(failures.map(({ property }) => property)).toEqual(["domain"]);
  },
);

describe("a domain", () => {
  const { emulator, run, dana, writes } = useRuns(OrganizationDomain);
  let organizationId: string;
  const declared = (verification?: "verify" | "attested", domain = "acme.example") => ({
    organizationId,
    domain,
    ...(verification ? { verification } : {}),
  });
  const states = async (): Promise<string[]> =>
    (await dana().get(`/organizations/${organizationId}`)).domains
      .map(({ domain, state }: { domain: string; state: string }) => `${domain} ${state}`)
      .sort();
  const settle = (id: string, found: boolean) => dana().post(`/_emulator/organization_domains/${id}/dns`, { found });

  beforeEach(async () => {
    organizationId = (await dana().post("/organizations", { name: "Acme" })).id;
  });

  test("that was attested cannot go back to DNS: nothing is sent, and the ways out are said", async () => {
    const state = await run().up(declared("attested"));
    const sent = await writes(() =>
      expect(run().up(declared("verify"), state)).rejects.toThrow(/attested without DNS.*Nothing was changed.*remove/),
    );
    expect(sent).toEqual([]);
  });

  test("that is proven by DNS needs no attestation", async () => {
    const state = await run().up(declared("verify"));
    await settle(state.id, true);
    expect(await writes(() => run().up(declared("attested"), state))).toEqual([]);
  });

  test("that was given up is left alone where nothing is declared", async () => {
    const state = await run().up(declared());
    await settle(state.id, false);
    const refreshed = await run().refresh(state);
    expect(refreshed?.outs).toMatchObject({ state: "failed" });
    expect(await writes(() => run().up(declared(), refreshed))).toEqual([]);
  });

  test("found at the moment that it is asked for again is as it should be", async () => {
    const state = await run().up(declared("verify"));
    await settle(state.id, false);
    const refreshed = await run().refresh(state);
    const refused = { status: 400, body: { code: "domain_already_verified", message: "Domain is already verified." } };
    const fault = emulator().faults.add({
      kind: "answer",
      method: "POST",
      route: "/organization_domains/{id}/verify",
      ...refused,
    });
    await run().up(declared("verify"), refreshed);
    expect(fault.hits).toBe(1);
  });

  test.each(["do-then-drop", "drop", "misreport"] as const)(
    "is asked for again once, though the answer is lost (%s)",
    async (kind) => {
      const state = await run().up(declared("verify"));
      await settle(state.id, false);
      const refreshed = await run().refresh(state);
      emulator().faults.add({ kind, method: "POST", route: "/organization_domains/{id}/verify" });
      const sent = await writes(() => run().up(declared("verify"), refreshed));
      expect(sent).toEqual(kind === "drop" ? [VERIFY, VERIFY] : [VERIFY]);
      expect(await states()).toEqual(["acme.example pending"]);
    },
  );

  test("attested at the same time as others come and go loses none and brings none back", async () => {
    const leaving = await run().up(declared("verify", "leaving.example"));
    const one = run();
    const sent = await writes(() =>
      Promise.all([
        one.up(declared("attested", "a.example")),
        one.up(declared("verify", "b.example")),
        one.up(declared("attested", "c.example")),
        one.remove(leaving),
      ]),
    );
    expect(sent.filter((write) => write === ATTEST)).toHaveLength(2);
    expect(await states()).toEqual(["a.example verified", "b.example pending", "c.example verified"]);
  });

  describe("attested beside others while reads lag", () => {
    const ATTESTED = "a.example verified";
    const attest = (one: Run) => one.up(declared("attested", "a.example"));

    test.each(["verify", "attested"] as const)("keeps the one that this run just made (%s)", async (verification) => {
      emulator().lagReads = 3;
      const one = run();
      await one.up(declared(verification, "b.example"));
      await attest(one);
      expect(await states()).toEqual([ATTESTED, `b.example ${verification === "verify" ? "pending" : "verified"}`]);
    });

    test("keeps the one whose creation was not answered", async () => {
      emulator().lagReads = 20;
      emulator().faults.add({ kind: "do-then-drop", method: "POST", route: "/organization_domains" });
      const one = run();
      await expect(one.up(declared("verify", "b.example"))).rejects.toThrow("exists");
      await attest(one);
      expect(await states()).toEqual([ATTESTED, "b.example pending"]);
    });

    test("keeps the one that stands in the way of its own creation, though no read shows it", async () => {
      emulator().lagReads = 20;
      await run().up(declared("verify", "b.example"));
      const one = run();
      await one.up(declared("verify", "b.example")).catch(() => {});
      await attest(one);
      expect(await states()).toEqual([ATTESTED, "b.example pending"]);
    });

    test("does not keep one that WorkOS refused", async () => {
      const refused = { status: 400, body: { code: "bad_request", message: "no" } };
      emulator().faults.add({ kind: "answer", method: "POST", route: "/organization_domains", ...refused });
      const one = run();
      await expect(one.up(declared("verify", "b.example"))).rejects.toThrow("no");
      await attest(one);
      expect(await states()).toEqual([ATTESTED]);
    });

    test("keeps the one that this run listed before, and leaves its proof as it is", async () => {
      const b = await run().up(declared("verify", "b.example"));
      await settle(b.id, true);
      const one = run();
      await one.refresh(b);
      // What the single read shows from now on is from before that domain.
      const route = "/organizations/{id}";
      const body = { id: organizationId, name: "Acme", domains: [] };
      emulator().faults.add({ kind: "answer", method: "GET", route, status: 200, body, times: 2 });
      await attest(one);
      expect(await states()).toEqual([ATTESTED, "b.example verified"]);
      expect((await run().refresh(b))?.outs).toMatchObject({ verificationStrategy: "dns" });
    });

    test("does not bring back the one that this run removed", async () => {
      const b = await run().up(declared("verify", "b.example"));
      const c = await run().up(declared("attested", "c.example"));
      emulator().lagReads = 3;
      const one = run();
      await one.refresh(b);
      await Promise.all([one.remove(b), one.remove(c)]);
      await attest(one);
      expect(await states()).toEqual([ATTESTED]);
    });

    test("keeps the one that was removed and made again under the same name", async () => {
      const b = await run().up(declared("verify", "b.example"));
      emulator().lagReads = 3;
      const one = run();
      await one.remove(b);
      await dana().post("/organization_domains", { domain: "b.example", organization_id: organizationId });
      emulator().lagReads = 0;
      await attest(one);
      expect(await states()).toEqual([ATTESTED, "b.example pending"]);
    });
  });

  test("attested after somebody removed another one that this run had listed does not bring that back", async () => {
    const gone = await run().up(declared("attested", "gone.example"));
    const one = run();
    await one.refresh(gone);
    await dana().delete(`/organization_domains/${gone.id}`);
    await one.up(declared("attested"));
    expect(await states()).toEqual(["acme.example verified"]);
  });

  test("attested puts back what another process made meanwhile, as soon as a read shows that", async () => {
    const add = (domain: string) => dana().post("/organization_domains", { domain, organization_id: organizationId });
    // The read before does not show it yet, the one after does.
    const route = "/organizations/{id}";
    let late: unknown;
    emulator().onRequest = async ({ method, route: asked, phase }) => {
      if (method !== "PUT" || asked !== route || phase !== "received" || late) return;
      late = await add("late.example");
      const body = { id: organizationId, name: "Acme", domains: [late] };
      emulator().faults.add({ kind: "answer", method: "GET", route, status: 200, body });
    };
    const sent = await writes(() => run().up(declared("attested")));
    emulator().onRequest = undefined;
    expect(sent).toEqual([ATTEST, ATTEST]);
    expect(await states()).toEqual(["acme.example verified", "late.example pending"]);
  });

  test("spelled in capitals by WorkOS is attested once", async () => {
    const { definition } = OrganizationDomain;
    const state = await run().up(declared("verify"));
    const connection = workos.open({ url: new URL(emulator().url), key: emulator().apiKey });
    const shouted = { ...row, id: state.id, organization_id: organizationId, domain: "ACME.example", state: "pending" };
    const known = { ...declared("attested"), id: state.id, row: shouted };
    await definition.sync?.(connection.writer, { verification: "attested" }, known, {});
    expect(await states()).toEqual(["acme.example verified"]);
  });
});

import { beforeEach, describe, expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { type DomainRow, OrganizationDomain } from "../../../providers/workos/organization-domain.ts";
import { useRuns } from "./runs.ts";

const VERIFY = "POST /organization_domains/{id}/verify";
const ATTEST = "PUT /organizations/{id}";

const row: DomainRow = { id: "org_domain_1", organization_id: "org_1", domain: "Acme.example" };
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
  expect(shown(record).computed).toMatchObject({
    dnsRecordName: "superapi-domain-verification-x1.acme.example",
    dnsRecordValue: "m5Oztg3jdK",
    verificationPrefix: "superapi-domain-verification-x1",
    verificationToken: "m5Oztg3jdK",
  });
  expect(shown({}).computed).toMatchObject({ dnsRecordName: "", dnsRecordValue: "" });
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
});

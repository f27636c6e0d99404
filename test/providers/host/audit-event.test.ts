import { expect, test } from "vitest";
import { Secrets } from "../../../providers/contract/redaction.ts";
import { AuditEventProvider, type Report } from "../../../providers/host/audit-event.ts";

/* What it says through the real engine is in test/e2e/suspension.test.ts; here is what cannot happen there on purpose. */

const inputs = (declared: Record<string, string>) => ({
  organizationId: "org_1",
  action: "tenantry.applied",
  tenant: "acme",
  declared,
});

function audited() {
  const told: Report[] = [];
  const secrets = new Secrets();
  const said: string[] = [];
  let fails: Error | undefined;
  const provider = new AuditEventProvider(
    async (report) => {
      if (fails) throw fails;
      told.push(report);
    },
    { verify: async () => {}, secrets, warn: (line) => void said.push(line) },
  );
  return { provider, told, said, secrets, fail: (error?: Error) => (fails = error) };
}

test("the same after a run that died has the same key, and the next change another one", async () => {
  const { provider, told } = audited();
  const { outs } = await provider.create(inputs({ name: "1", roles: "1" }));
  await provider.create(inputs({ name: "1", roles: "1" }));
  const second = await provider.update("acme-applied", outs, inputs({ name: "1", roles: "2" }));
  const back = await provider.update("acme-applied", second.outs, inputs({ name: "1", roles: "1" }));
  await provider.update("acme-applied", back.outs, inputs({ name: "1", roles: "2" }));
  expect(told.map(({ fields }) => fields.join())).toEqual(["name,roles", "name,roles", "roles", "roles", "roles"]);
  const [first, again, ...others] = told.map(({ key }) => key);
  expect(again).toBe(first);
  expect(new Set([first, ...others]).size).toBe(4);
});

test("what is declared no more is told; a tenant's new key alone is not", async () => {
  const { provider, told } = audited();
  const { outs } = await provider.create(inputs({ name: "1", members: "1" }));
  const renamed = await provider.update("acme-applied", outs, {
    ...inputs({ name: "1", members: "1" }),
    tenant: "new",
  });
  expect(renamed.outs).toMatchObject({ tenant: "new", events: 1 });
  await provider.update("acme-applied", renamed.outs, { ...inputs({ name: "1" }), tenant: "new" });
  expect(told.map(({ tenant, fields }) => [tenant, ...fields])).toEqual([
    ["acme", "members", "name"],
    ["new", "members"],
  ]);
});

test("an event that is refused is said, without a secret of the run in it, and told by the next run, once", async () => {
  const { provider, fail, told, said, secrets } = audited();
  secrets.add("sk_test_canary");
  const declared = inputs({ name: "1" });
  const changed = inputs({ name: "1", roles: "1" });
  fail(new Error("WorkOS answered 400 to sk_test_canary"));
  const made = await provider.create(declared);
  expect(said.join()).toMatch(
    /^tenantry:AuditEvent tenant acme: its audit log was not told of name: WorkOS answered 400/,
  );
  expect(said.join()).not.toContain("canary");
  // The engine compares inputs alone, and those are as before.
  expect(await provider.diff(made.id, made.outs, declared)).toMatchObject({ changes: true, replaces: [] });
  const again = await provider.update(made.id, made.outs, changed);
  expect(told).toEqual([]);
  fail();
  const { outs } = await provider.update(made.id, again.outs, changed);
  expect(told.map(({ fields }) => fields)).toEqual([["name", "roles"]]);
  expect(outs).toEqual({ ...changed, events: 1 });
  expect(await provider.diff(made.id, outs, changed)).not.toHaveProperty("changes");
});

test("a refresh finds it as it was, and another organization begins anew", async () => {
  const { provider } = audited();
  const props = { ...inputs({ name: "1" }), events: 3 };
  expect(await provider.read("acme-applied", props)).toEqual({
    id: "acme-applied",
    props,
    inputs: inputs({ name: "1" }),
  });
  expect(
    await provider.diff("acme-applied", props, { ...inputs({ name: "1" }), organizationId: "org_2" }),
  ).toMatchObject({
    replaces: ["organizationId"],
  });
});

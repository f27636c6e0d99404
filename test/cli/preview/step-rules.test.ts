import { expect, test } from "vitest";
import type { EngineEvent, Step } from "../../../cli/preview/engine-events.ts";
import { previewOf } from "../../../cli/preview/preview.ts";
import { recorded, sources, typeOf } from "./recorded.ts";

const TENANT = "tenantry:index:Tenant";
const judgedAt = Date.parse("2026-11-29T12:00:00Z");
const violations = (events: readonly EngineEvent[], at: number | undefined = judgedAt) =>
  previewOf(events, { typeOf, sources, judgedAt: at });

/** The recorded preview, in which the component of `acme` has other inputs before and after. */
const changed = (before: object, after: object) =>
  recorded("changes").map((event): EngineEvent => {
    const step = event.resourcePreEvent?.metadata as Step | undefined;
    if (step?.type !== TENANT || !step.urn.endsWith("::acme")) return event;
    const [old, now] = [step.old ?? {}, step.new ?? {}];
    return {
      resourcePreEvent: {
        metadata: {
          ...step,
          old: { ...old, inputs: { ...old.inputs, ...before } },
          new: { ...now, inputs: { ...now.inputs, ...after } },
        },
      },
    };
  });
const weaker = [{ mfa: { policy: "REQUIRED" } }, { mfa: { policy: "OPTIONAL" } }] as const;
const of = (policy: string, found: ReturnType<typeof violations>) =>
  found.policies.filter((one) => one.policy === policy);

test("what no policy pack is shown is judged by the steps, and refuses as the pack does", () => {
  const found = violations(changed(...weaker));
  expect(of("tenant-mfa-downgrade", found)).toEqual([
    {
      policy: "tenant-mfa-downgrade",
      tenant: "acme",
      mandatory: true,
      message:
        "acme declares MFA OPTIONAL, and declared REQUIRED before. Take the change back, or exempt the tenant from this rule while it is made.",
    },
  ]);
  const alone = found.policies.filter(({ mandatory }) => mandatory).map(({ policy }) => policy);
  expect(alone).toContain("tenant-mfa-downgrade");
  expect(found.result).toBe("refused");
});

test("nothing is said of what stays as it was, nor without policies", () => {
  const same = violations(changed({ mfa: { policy: "OPTIONAL" } }, { mfa: { policy: "OPTIONAL" } }));
  expect(of("tenant-mfa-downgrade", same)).toEqual([]);
  const events = changed(...weaker);
  const unasked = previewOf(events, { typeOf, sources });
  expect(of("tenant-mfa-downgrade", unasked)).toEqual([]);
});

test("levels and exemptions of fleet.yaml hold here as well", () => {
  const exemption = {
    ...{ rule: "tenant-mfa-downgrade", tenant: "acme", reason: "a migration of accounts" },
    ...{ owner: "ciso@ours.example", expires: "2026-12-01" },
  };
  const exempted = violations(changed(weaker[0], { ...weaker[1], policies: { exemptions: [exemption] } }));
  expect(of("tenant-mfa-downgrade", exempted)).toMatchObject([
    {
      mandatory: false,
      message: expect.stringContaining("exempt until 2026-12-01, by ciso@ours.example: a migration of accounts"),
    },
  ]);
  const remarked = violations(
    changed(weaker[0], { ...weaker[1], policies: { levels: { "tenant-mfa-downgrade": "advisory" } } }),
  );
  expect(of("tenant-mfa-downgrade", remarked)).toMatchObject([{ mandatory: false }]);
  const over = violations(
    changed(weaker[0], { ...weaker[1], policies: { exemptions: [{ ...exemption, expires: "2026-11-28" }] } }),
  );
  expect(of("tenant-mfa-downgrade", over)).toMatchObject([{ mandatory: true }]);
});

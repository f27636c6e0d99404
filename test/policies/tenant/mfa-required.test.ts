import { describe, expect, test } from "vitest";
import { declareFleet, loadFleet, mfaLadder } from "../../../fleet/index.ts";
import { subjects, tenantMfaRequired } from "../../../policies/index.ts";
import { analyze, unknown } from "../analyze.ts";
import { type Case, ruleCases } from "../cases.ts";
import { synced } from "../synced.ts";

const [example] = declareFleet(loadFleet("examples/fleet")).tenants;
if (!example) throw new Error("the example has no tenants");
/** Inputs as the planner makes them, and compliant: MFA is REQUIRED and so is it by the plan. */
const compliant = example.inputs;

const judged = (changes: Record<string, unknown>, name = "halden-bank") =>
  analyze([tenantMfaRequired], { type: subjects.tenant, name, inputs: { ...compliant, ...changes } });
const violations = async (changes: Record<string, unknown>) => (await judged(changes)).violations;

const declaredOnly = "This judges what the file declares; WorkOS has no setting that enforces it for one organization.";

describe(tenantMfaRequired.name, () => {
  test("a tenant that declares less than its plan requires is refused, and told what to set and where", async () => {
    expect(await violations({ mfa: { policy: "OPTIONAL", gracePeriodDays: 7 } })).toEqual([
      "[mandatory] tenant-mfa-required: halden-bank declares MFA OPTIONAL, and plan enterprise requires REQUIRED: " +
        `set mfa.policy to REQUIRED in tenants/halden-bank.yaml. ${declaredOnly}`,
    ]);
  });

  test.each(
    mfaLadder.flatMap((declared, has) =>
      mfaLadder.map((required, needs) => [declared, required, has >= needs] as const),
    ),
  )("declared %s where %s is required passes: %s", async (declared, required, passes) => {
    expect(await violations({ mfa: { policy: declared }, require: { mfa: required } })).toHaveLength(passes ? 0 : 1);
  });

  test("a weaker requirement names every policy that meets it", async () => {
    expect((await violations({ mfa: { policy: "DISABLED" }, require: { mfa: "ENCOURAGED" } }))[0]).toContain(
      "set mfa.policy to ENCOURAGED or REQUIRED in",
    );
  });

  test.each([undefined, {}])(
    "a tenant that declares nothing (%j) is refused where the plan requires something",
    async (mfa) => {
      expect((await violations({ mfa }))[0]).toContain(
        "halden-bank declares MFA nothing, and plan enterprise requires REQUIRED",
      );
    },
  );

  test("words that are not on the ladder never pass", async () => {
    expect((await violations({ mfa: { policy: "MAYBE" } }))[0]).toContain("declares MFA MAYBE");
    expect(await violations({ require: { mfa: "ALWAYS" } })).toEqual([
      '[mandatory] tenant-mfa-required: plan enterprise requires MFA "ALWAYS": use one of DISABLED, OPTIONAL, ENCOURAGED, REQUIRED',
    ]);
  });

  test("is not applicable where the plan requires nothing", async () => {
    expect(await judged({ require: {}, mfa: { policy: "DISABLED" } })).toEqual({
      violations: [],
      notApplicable: ["tenant-mfa-required: plan enterprise requires no MFA policy"],
    });
  });

  test("a tenant whose inputs are hidden from policies is refused: nothing was judged", async () => {
    expect(
      (await analyze([tenantMfaRequired], { type: subjects.tenant, name: "acme", inputs: {} })).violations,
    ).toEqual([
      "[mandatory] tenant-mfa-required: acme shows policies no inputs: unset PULUMI_NODEJS_SKIP_COMPONENT_INPUTS, or pass `require` to the component.",
    ]);
  });

  test.each([{ mfa: unknown }, { mfa: { policy: unknown } }, { require: unknown }])(
    "%j is judged once it is known",
    async (changes) => {
      const { violations, notApplicable } = await judged(changes);
      expect(violations).toEqual([]);
      expect(notApplicable).toEqual([expect.stringMatching(/^tenant-mfa-required: not known yet: /)]);
    },
  );
});

const shortfall = {
  require: { mfa: "REQUIRED" as const },
  tenant: { mfa: { policy: "OPTIONAL" as const } },
  settings: { acceptSso: true },
};
const says = [
  `acme declares MFA OPTIONAL, and plan starter requires REQUIRED: set mfa.policy to REQUIRED in tenants/acme.yaml. ${declaredOnly}`,
];
const connected = (state: string, feed: object = {}): Case => ({
  ...shortfall,
  others: synced({ connections: [{ name: "Okta", state }] }, feed),
});

ruleCases(tenantMfaRequired, {
  passes: {
    "what the plan requires": {
      ...shortfall,
      tenant: { mfa: { policy: "REQUIRED", gracePeriodDays: 1, effectiveFrom: "2026-01-01" } },
    },
    "less, with an active connection where the setting says so": connected("active"),
  },
  violations: {
    "an active connection without the setting": { ...connected("active"), settings: {}, says },
    "one that is not active": { ...connected("inactive"), says },
    "one of which more is to be read": { ...connected("active", { hasMore: true }), says },
    "an organization that is not synced": { ...shortfall, says },
  },
});

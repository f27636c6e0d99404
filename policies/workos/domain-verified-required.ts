import { daysFrom, momentOf } from "../moment.ts";
import { required } from "../requirement.ts";
import { rule } from "../rule.ts";

export const workosDomainVerifiedRequired = rule({
  name: "workos-domain-verified-required",
  description:
    "A tenant declares as many required domains as its plan requires. Once they are there, as many are verified.",
  level: "mandatory",
  severity: "medium",
  controls: { soc2: ["CC6.2"], iso27001: ["5.16"] },
  remedy: "Add to domains, or take out required: false.",
  settings: {
    graceDays: {
      type: "integer",
      minimum: 0,
      default: 7,
      description: "How many days a domain may be pending before it counts as not verified.",
    },
  },
  tenant: required("verifiedDomains", "domains", (least, { domains = [] }) => {
    const required = domains.filter(({ required }) => required);
    if (required.length >= least) return [];
    return {
      declares: `${required.length} required domain${required.length === 1 ? "" : "s"}`,
      requires: `at least ${least}`,
      advice: "add to domains, or take out required: false,",
    };
  }),
  observedTenant(declared, own, { tenant, now, settings: { graceDays } }) {
    const least = declared.require?.verifiedDomains;
    if (least === undefined) return { notApplicable: `plan ${declared.plan} requires no domains` };
    const counted = (declared.domains ?? []).filter(({ required }) => required).map(({ domain }) => domain);
    const domains = own.filter(
      ({ type, outputs }) => type === "workos:OrganizationDomain" && counted.includes(String(outputs.domain)),
    );
    const verified = domains.filter(({ outputs: { state } }) => state === "verified" || state === "legacy_verified");
    if (verified.length >= least) return [];
    const seen = domains.map(({ outputs: { state, createdAt } }) => ({ state, since: momentOf(createdAt) }));
    if (seen.some(({ state, since }) => state === undefined || since === undefined))
      return [{ unknown: "the state of its domains" }];
    // What is not declared at all is told by what is judged before.
    if (seen.length < least) return { notApplicable: "fewer domains are there than have to be verified" };
    if (seen.some(({ state, since = 0 }) => state === "pending" && daysFrom(since, now) <= graceDays))
      return { notApplicable: `a domain is pending for at most ${graceDays} days` };
    return [
      `${verified.length} of the required domains of ${tenant} are verified, and plan ${declared.plan} requires ${least}: have the records published that \`npx tenantry status ${tenant}\` shows.`,
    ];
  },
});

import type { SeenTenant } from "../places.ts";
import { rule } from "../rule.ts";
import { subjects } from "../subjects.ts";

export const tenantRecreateAfterLoss = rule({
  name: "tenant-recreate-after-loss",
  description:
    "A tenant's organization or project that somebody removed at the vendor is not made anew by the way: its members, keys and connections are gone with it.",
  level: "mandatory",
  severity: "critical",
  controls: { soc2: ["CC7.1"] },
  remedy: "Find out who removed it and what was in it. Then exempt the tenant from this rule while it is made anew.",
  step({ type, op, name }, { tenant }, steps) {
    const what = HOMES.get(type);
    if (what === undefined) return { notApplicable: "it is no organization and no project" };
    // Where somebody takes a project into a file for the first time, its tenant's declaration says so.
    const before = steps.find((one) => one.type === subjects.tenant && one.name === tenant)?.old as SeenTenant;
    const wasThere = before !== undefined && (type === "workos:Organization" || before.openai?.project !== undefined);
    if (op !== "create" || !wasThere) return [];
    return [`${name} would be made anew: tenant ${tenant} was there before, and its ${what} is gone.`];
  },
});

const HOMES = new Map([
  ["workos:Organization", "organization"],
  ["openai:Project", "project"],
]);

import { z } from "zod";
import { line, text } from "../../providers/contract/fields.ts";
import { email } from "../../providers/workos/fields.ts";
import { only } from "../canonical.ts";
import type { Problem } from "../fleet-error.ts";
import { each, itemsAt, textsAt, valueAt } from "../paths.ts";
import { type DraftTenant, type Standing, tenantSection } from "../section.ts";
import { date, oneOf } from "../words.ts";

const suspension = z.strictObject({
  /** The day on which it was decided. */
  since: date,
  /** Who decided it: an e-mail address or a name. */
  by: line(255),
  /** Why, in 10 characters or more. */
  reason: text(1000).trim().min(10, "must say why, in 10 characters or more"),
  /**
   * What becomes of the API keys at WorkOS: `expire` ends them for good, and `active` makes new ones. Keys that were replaced before end
   * with their overlap. @default keep
   */
  apiKeys: oneOf(["keep", "expire"]).exactOptional(),
});

/** Which plan a tenant is on, who answers for it, and how it stands: in use, kept out for a time, or leaving. */
export const life = tenantSection({
  own: {
    /** One of `plans` of fleet.yaml. Left out: its `defaultPlan`. */
    plan: z.string().exactOptional(),
    /**
     * `suspended` keeps its people out and denies its models until it is `active` again. `offboarding` does the same, and lifts the
     * protection of what the tenant has, so that its file can be removed. @default active
     */
    status: oneOf(["active", "suspended", "offboarding"]).exactOptional(),
    /** Since when, by whom and why: with `suspended`, and where it is of use with `offboarding`. */
    suspension: suspension.exactOptional(),
  },
  shared: {
    /** Who answers for this tenant on our side. */
    owner: email.exactOptional(),
  },
  tenantRules: [
    (tenant) => missing(tenant, "owner", "is missing: no plan names one either"),
    (tenant) => missing(tenant, "plan", "is missing, and fleet.yaml has no defaultPlan"),
    isSuspendedForAReason,
  ],
  warnings: [foretold],
  facts: ({ status = "active", suspension, plan = "", owner = "" }) => ({
    ...{ plan, owner, status },
    ...(suspension && {
      suspension: { ...only(suspension, "since", "by", "reason"), apiKeys: suspension.apiKeys ?? ("keep" as const) },
    }),
  }),
});

type Life = {
  readonly plan?: string;
  readonly owner?: string;
  readonly status?: string;
  readonly suspension?: { readonly apiKeys?: string };
};

/** What follows for all that a tenant has from how it stands: nothing else asks for its status. */
export const standingOf = ({ status, suspension }: Life): Standing => {
  const keptOut = status === "suspended" || status === "offboarding";
  return { keptOut, keysEnd: keptOut && suspension?.apiKeys === "expire", leaving: status === "offboarding" };
};

const missing = ({ file, effective }: DraftTenant<Life>, field: "owner" | "plan", why: string): Problem[] =>
  valueAt(effective, [field]) === undefined ? [file.problem([field], why)] : [];

function isSuspendedForAReason({ file, effective }: DraftTenant<Life>): Problem[] {
  const status = valueAt(effective, ["status"]) ?? "active";
  const isThere = valueAt(effective, ["suspension"]) !== undefined;
  if (status === "suspended" && !isThere)
    return [file.problem(["status"], "needs suspension beside it, with since, by and reason")];
  if (status === "active" && isThere)
    return [
      file.problem(["suspension"], "is for a tenant that is not active: take it out, or write status: suspended"),
    ];
  return [];
}

type Affected = Life & {
  readonly members?: readonly { readonly roles?: readonly string[]; readonly openai?: string }[];
  readonly apiKeys?: readonly { readonly name: string }[];
  readonly openai?: { readonly project?: object };
};

/** What a run does, or has done, to a tenant that is not active. */
function foretold({ file, effective }: DraftTenant<Affected>): Problem[] {
  const status = String(valueAt(effective, ["status"]));
  const { keptOut, keysEnd, leaving } = standingOf({
    status,
    suspension: { apiKeys: String(valueAt(effective, ["suspension", "apiKeys"])) },
  });
  if (!keptOut) return [];
  const members = itemsAt(effective, ["members", each, "roles"]).length;
  const inProject = itemsAt(effective, ["members", each, "openai"]).length;
  const keys = textsAt(effective, ["apiKeys", each, "name"]).length;
  const hasProject = valueAt(effective, ["openai", "project"]) !== undefined;
  const effects = [
    members > 0 &&
      `members (${members}) are kept out, other than whom a directory manages, and open invitations revoked`,
    inProject > 0 && "nobody is let into the project, and who is in it stays",
    hasProject && "the project may use no model",
    keys > 0 &&
      (keysEnd
        ? `API keys (${keys}) end for good, and keys that were replaced before end with their overlap`
        : `API keys (${keys}) stay as they are`),
    leaving && "nothing is protected any more",
  ].filter((effect) => effect !== false);
  const undone = keys > 0 && keysEnd ? "undoes that, and makes new keys" : "undoes that";
  return [file.problem(["status"], `${status}: ${effects.join("; ") || "nothing changes"}. status: active ${undone}`)];
}

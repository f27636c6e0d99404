import { z } from "zod";
import type { Problem } from "../fleet-error.ts";
import { valueAt, type Written } from "../paths.ts";
import { type DraftTenant, type Known, tenantSection } from "../section.ts";
import { oneOf, refused } from "../words.ts";

const mode = oneOf(["additive", "exclusive"]).exactOptional();

/** What becomes of what exists at the vendors and stands in no file. */
export const manage = tenantSection({
  shared: {
    manage: z
      .strictObject({
        /** What is true of `domains`. */
        domains: mode,
        /** What is true of `roles`. */
        roles: mode,
        /** What is true of `members`, at WorkOS and in the OpenAI project. Whom the customer's directory manages is never removed. */
        members: mode,
        /** What is true of `apiKeys`. A key that has an end is left to it. */
        apiKeys: mode,
        /** What is true of `applications`. One that registered itself is left alone. */
        applications: mode,
        /** What is true of `openai.project.serviceAccounts`. */
        serviceAccounts: mode,
        ...refused(
          ["connectors"],
          "can't be told: WorkOS lists every provider, whether the customer configured it or not",
        ),
      })
      .exactOptional(),
  },
  tenantRules: [exclusiveSaysWhat],
  facts: ({ manage }) => ({ manage: manage ?? {} }),
});

/** Where the lists stand. */
const places: Readonly<Record<string, readonly string[]>> = {
  domains: ["domains"],
  roles: ["roles"],
  members: ["members"],
  apiKeys: ["apiKeys"],
  applications: ["applications"],
  serviceAccounts: ["openai", "project", "serviceAccounts"],
};

/** Where the lists stand that are all there may be, and that the tenant has not got. */
export const exclusiveAndUnlisted = (tenant: Written): (readonly string[])[] =>
  Object.entries(places).flatMap(([collection, place]) =>
    valueAt(tenant, ["manage", collection]) === "exclusive" && valueAt(tenant, place) === undefined ? [place] : [],
  );

/** A list that is left out is not managed, so it cannot be all there may be. */
function exclusiveSaysWhat({ file, effective }: DraftTenant<unknown>, { hasDeletionBudget }: Known): Problem[] {
  return Object.entries(places).flatMap(([collection, place]) => {
    const at = ["manage", collection];
    if (valueAt(effective as Written, at) !== "exclusive") return [];
    const isListed = valueAt(effective as Written, place) !== undefined;
    const unlisted = `is exclusive, and this tenant has no ${place.join(".")}: list them, or write [] for none`;
    const unlimited = "removes what no file declares, so fleet.yaml needs a deletionBudget: {} takes the default one";
    return [
      ...(isListed ? [] : [file.problem(at, unlisted)]),
      ...(hasDeletionBudget ? [] : [file.problem(at, unlimited)]),
    ];
  });
}

import { z } from "zod";
import { asSet } from "../providers/contract/fields.ts";
import { valueAt, type Written } from "./paths.ts";
import { oneOf } from "./words.ts";

/** Declared fields of a tenant that are a single value, short and in ASCII, as metadata at WorkOS has to be. */
export const mirrored = [
  "plan",
  "status",
  "owner",
  "mfa.policy",
  "mfa.gracePeriodDays",
  "mfa.effectiveFrom",
  "session.lifetimeMinutes",
  "passwordPolicy",
  "allowSignups",
  "sso.required",
  "sso.provider",
  "scim.required",
] as const;

/**
 * Which declared fields are written into each organization's metadata as well, e.g. `mfa.policy` as `tenantry_mfa_policy`: for
 * applications and JWT templates to read. `[]` takes them back.
 */
export const mirrorToMetadata = z.array(oneOf(mirrored)).transform(asSet);

/** The paths, as far as `fleet.yaml` can be read. */
export const mirroredIn = (fleet: Written): readonly string[] =>
  mirrorToMetadata.safeParse(valueAt(fleet, ["mirrorToMetadata"])).data ?? [];

/** What of a tenant is written so, by key of the metadata. What it has no value of is left out. */
export const labelsOf = (facts: object, paths: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    paths.flatMap((path) => {
      const value = valueAt(facts as Written, path.split("."));
      return value === undefined ? [] : [[`tenantry_${path.replaceAll(".", "_")}`, String(value)]];
    }),
  );

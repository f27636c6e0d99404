import * as pulumi from "@pulumi/pulumi";
import type { Catalogue, Tenant } from "tenantry";

/** Values by name, e.g. `OPENAI_KEY_PIPELINE_RUNNER_MAIN`: one that Vault, a shell and a dotenv file all take. */
export type Values = Readonly<Record<string, pulumi.Output<string>>>;

/** What a tenant, or the catalogue, has of it. */
type Shown = Partial<Pick<Tenant, "apiKeys" | "clientIds" | "clientSecrets" | "keys">> &
  Partial<Pick<Catalogue, "signingSecrets">>;

/**
 * What vendors showed once, and the client ids that belong to the secrets. Of a key that rotates it is the current one, always
 * under the same name.
 */
export function valuesOf(owner: string, shown: Shown): Values {
  return named(owner, [
    ["WORKOS_API_KEY", shown.apiKeys],
    ["WORKOS_CLIENT_ID", shown.clientIds],
    ["WORKOS_CLIENT_SECRET", shown.clientSecrets],
    ["WORKOS_SIGNING_SECRET", shown.signingSecrets],
    ["OPENAI_KEY", shown.keys],
  ]);
}

/** The values of all owners in one place: whose they are comes first. */
export const together = (owners: Iterable<readonly [string, Values]>): Values =>
  named(
    "the fleet",
    [...owners].map(([owner, values]) => [asName(owner), values]),
  );

/** `pipeline-runner/main` is `PIPELINE_RUNNER_MAIN`. */
const asName = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]+/g, "_");

/** @throws pulumi.RunError where two would be called the same, and one would take the other's place */
function named(whose: string, groups: readonly (readonly [string, Values | undefined])[]): Values {
  const all = groups.flatMap(([group, values = {}]) =>
    Object.entries(values).map(([name, value]) => [`${group}_${asName(name)}`, value] as const),
  );
  const names = all.map(([name]) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  if (twice.size > 0)
    throw new pulumi.RunError(
      `${whose}: more than one value would be called ${[...twice].join(", ")}; rename one of them in its file, in letters or digits`,
    );
  return Object.fromEntries(all);
}

/** The version that is installed or built if the machine has no engine, without "v". */
export const pinnedVersion = "3.259.0";

/** The oldest engine that is taken from PATH: older ones lack parts of the protocol that the resources rely on. */
export const oldestVersion = "3.254.0";

/** Reads the version from what `pulumi version` prints, for example `v3.259.0` or `v3.260.0-alpha.1+dirty`. */
export function parseVersion(printed: string): string | undefined {
  return /^v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)(?:\+\S*)?$/.exec(printed.trim())?.[1];
}

/** Compares two parsed versions. A pre-release is older than its release; two pre-releases of one release are equal. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [is, wanted] = [rank(version), rank(oldest)];
  const differing = wanted.findIndex((part, index) => part !== is[index]);
  return differing === -1 || Number(is[differing]) > Number(wanted[differing]);
}

function rank(version: string): number[] {
  const [release = "", ...preRelease] = version.split("-");
  return [...release.split(".").map(Number), preRelease.length > 0 ? 0 : 1];
}

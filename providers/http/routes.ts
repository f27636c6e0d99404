/**
 * Finds the template of a path: `/organizations/org_1` is `/organizations/{id}`. Vendors limit, document and log by
 * template, so everything here that counts or paces does too.
 */
export function routeMatcher(templates: readonly string[]): (path: string) => string {
  const byLength = new Map<number, string[][]>();
  for (const template of templates) {
    const segments = template.split("/");
    byLength.set(segments.length, [...(byLength.get(segments.length) ?? []), segments]);
  }
  return (path) => {
    const parts = path.split("/");
    const candidates = (byLength.get(parts.length) ?? []).filter((segments) =>
      segments.every((segment, at) => segment.startsWith("{") || segment === parts[at]),
    );
    // Literal beats placeholder: /organizations/external_id/{id} is not /organizations/{id}/{more}.
    const best = candidates.sort((a, b) => placeholders(a) - placeholders(b))[0];
    // A path nobody declared still gets a lane of its own; the contract tests hold every path we send to be declared.
    return best ? best.join("/") : path;
  };
}

const placeholders = (segments: readonly string[]): number => segments.filter((part) => part.startsWith("{")).length;

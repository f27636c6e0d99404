/** A path below a vendor's address, and the template that it was made from: what vendors limit, document and log by. */
export interface Path {
  readonly text: string;
  /** E.g. `/organizations/{id}/groups/{id}`. */
  readonly route: string;
}

/**
 * Tags a template as a path, each value of which is one segment or the end of one: `` at`/organizations/${id}` ``. Values are
 * encoded; a path goes on from another one by `` at`${path}/groups` ``.
 * @throws Error for an empty value, which would ask for the list instead of an object, and for `.` and `..`, which would ask
 *   for another path
 */
export function at(template: TemplateStringsArray, ...values: readonly (string | Path)[]): Path {
  const route = String.raw({ raw: template }, ...values.map((value) => (isPath(value) ? value.route : "{id}")));
  const encoded = values.map((value) => {
    if (isPath(value)) return value.text;
    if (typeof value !== "string" || value === "" || value === "." || value === "..")
      throw new Error(`${JSON.stringify(value)} cannot stand in the path ${route}`);
    return encodeURIComponent(value);
  });
  return { text: String.raw({ raw: template }, ...encoded), route };
}

const isPath = (value: string | Path): value is Path => typeof value === "object" && value !== null;

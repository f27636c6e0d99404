import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The forms in which a value may be printed or stored. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  // What stands before it shifts its base64: the first and the last characters depend on the neighbours.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replaceAll("=", "")
      .slice(shift === 0 ? 0 : 4, -2),
  );
  return [...new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), ...base64])];
}

/** Where one of the secrets stands: in a text that was printed, or in a file below a folder. */
export function leaks(
  secrets: Iterable<string>,
  printed: ReadonlyMap<string, string>,
  folder: string,
): { readonly where: string; readonly secret: string }[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = [...printed, ...files.map((file): [string, string] => [file, readFileSync(file, "latin1")])];
  return [...secrets].flatMap((secret) => {
    const forms = formsOf(secret);
    return texts.filter(([, text]) => forms.some((form) => text.includes(form))).map(([where]) => ({ where, secret }));
  });
}

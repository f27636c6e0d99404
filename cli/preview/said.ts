/**
 * A sentence of ours with what others wrote in it: names, values, addresses. Each renderer shows the latter as text and
 * nothing else, whatever is in it.
 */
export type Said = readonly Part[];
type Part = string | { readonly value: string };

/** ``said`${name} is removed` ``: what is put in is a value, unless it is a sentence itself. */
export function said(words: TemplateStringsArray, ...given: readonly (string | Said)[]): Said {
  return words.flatMap((ours, at): Part[] => {
    const one = given[at];
    const put: readonly Part[] = one === undefined ? [] : typeof one === "string" ? [{ value: one }] : one;
    return ours === "" ? [...put] : [ours, ...put];
  });
}

export const ours = (text: string): Said => (text === "" ? [] : [text]);

export function joined(all: readonly Said[], between: string): Said {
  return all.flatMap((one, at) => (at === 0 ? one : [between, ...one]));
}

/** As plain text, not yet made harmless. */
export const plain = (text: Said): string =>
  text.map((part) => (typeof part === "string" ? part : part.value)).join("");

const REDACTED = "[redacted]";

/**
 * What must never be printed, whoever says it: WorkOS keys (`sk_test_…`, `sk_live_…`), OpenAI keys (`sk-…`), webhook secrets
 * (`whsec_…`), bearer tokens, and the token in an invitation's accept link. What such a key begins with is no secret:
 * help speaks of it.
 */
const SECRET_SHAPES: readonly RegExp[] = [
  // Not after a letter or a digit, which would make it the tail of a word: `org-risk-managers`.
  /(?<![A-Za-z0-9])sk_(?!(?:live|test)[_-]*(?![A-Za-z0-9_-]))[A-Za-z0-9_-]{6,}/g,
  // Nor short words with hyphens: a customer may be called `sk-telecom-korea`.
  /(?<![A-Za-z0-9])sk-(?!(?:(?!(?:admin|ant|proj|svcacct)-)[a-z]{1,14}(?:-(?:[a-z]{1,14}|\d{1,4}))*|(?:admin|proj|svcacct)[_-]*)(?![A-Za-z0-9_-]))[A-Za-z0-9_-]{6,}/g,
  /(?<![A-Za-z0-9])whsec_[A-Za-z0-9_-]{4,}/g,
  // A word is no token: "a bearer token is missing".
  /(?<![A-Za-z0-9])(Bearer\s+)(?=[^\s"',]*\d|[^\s"',]{20})[^\s"',]{8,}/gi,
  /\b((?:invitation_)?token=)[^\s"'&]{8,}/gi,
];

/** The text with everything that looks like a credential replaced by `[redacted]`. */
export function redact(text: string): string {
  return SECRET_SHAPES.reduce(
    (clean, shape) =>
      clean.replace(shape, (_match, lead) => (typeof lead === "string" ? `${lead}${REDACTED}` : REDACTED)),
    text,
  );
}

/** So many characters tell a secret from other text; a shorter one is compared as a whole. */
const TELLING = 12;

/** What follows the beginning of a value that somebody cut short to quote it. */
const CUT = /^(?:["'`…*]|\.\.)/;

/** A shorter one is withheld where it stands alone: it may be part of any word. */
const WORD = 6;

/** The secret values of a run: whatever comes back is shown without them, in every form in which a value travels. */
export class Secrets {
  /** Values whose forms are not worked out yet: they are as soon as there is something to say. */
  readonly #new = new Set<string>();
  readonly #learned = new Set<string>();
  /** The forms of all values by their first characters: a text is searched once, however many secrets there are. */
  readonly #forms = new Map<string, Set<string>>();
  readonly #short = new Set<string>();

  /** Takes in every text in a value. */
  add(value: unknown): void {
    if (typeof value === "string") {
      if (!this.#learned.has(value.trim())) this.#new.add(value.trim());
    } else if (typeof value === "object" && value !== null) {
      for (const each of Object.values(value)) this.add(each);
    }
  }

  /** The text without the values. */
  withhold(text: string): string {
    for (const value of this.#new) this.#learn(value);
    this.#new.clear();
    const shown: string[] = [];
    let from = 0;
    for (let at = 0; at < text.length; ) {
      const length = this.#lengthOfSecretAt(text, at);
      if (length > 0) {
        shown.push(text.slice(from, at), REDACTED);
        from = at + length;
      }
      at += Math.max(length, 1);
    }
    return this.#withoutShort([...shown, text.slice(from)].join(""));
  }

  #lengthOfSecretAt(text: string, at: number): number {
    let longest = 0;
    for (const form of this.#forms.get(text.slice(at, at + TELLING)) ?? []) {
      let length = TELLING;
      while (length < form.length && text[at + length] === form[length]) length++;
      const isTold = length === form.length || CUT.test(text.slice(at + length, at + length + 2));
      if (isTold) longest = Math.max(longest, length);
    }
    return longest;
  }

  #withoutShort(text: string): string {
    let clean = text;
    for (const form of this.#short) {
      const literal = form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      const alone = form.length < WORD ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
      clean = clean.replace(new RegExp(alone, "gu"), REDACTED);
    }
    return clean;
  }

  #learn(value: string): void {
    this.#learned.add(value);
    for (const form of formsOf(value)) {
      const start = form.slice(0, TELLING);
      if (form.length < TELLING) this.#short.add(form);
      else this.#forms.set(start, (this.#forms.get(start) ?? new Set()).add(form));
    }
  }
}

/** A line of a value of several that says something by itself; the lines around a PEM key say nothing. */
const isTelling = (line: string): boolean => line.length >= TELLING && !line.startsWith("-----");

/** As it is, each of its lines, as JSON, in an address, in a form, and in base64 wherever in such a text it begins. */
function formsOf(value: string): ReadonlySet<string> {
  const forms = [value, ...value.split(/\s*\n\s*/).filter(isTelling)].flatMap((text) => {
    const wellFormed = text.toWellFormed();
    const json = JSON.stringify(text).slice(1, -1);
    const inAddress = encodeURIComponent(wellFormed);
    const inForm = new URLSearchParams({ "": wellFormed }).toString().slice(1);
    return [
      ...[text, json, JSON.stringify(json).slice(1, -1), inAscii(json)],
      ...[inAddress, inSmallLetters(inAddress), inForm, inSmallLetters(inForm)],
    ];
  });
  return new Set([...forms, ...[0, 1, 2].flatMap((offset) => inBase64(value, offset))].filter((form) => form !== ""));
}

const inAscii = (json: string): string =>
  json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

const inSmallLetters = (encoded: string): string => encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());

/** What depends on the value alone of a base64 text in which it begins `offset` bytes (modulo 3) after the beginning. */
function inBase64(value: string, offset: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
  const groups = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString("base64");
  const own = offset === 0 ? groups : groups.slice(4);
  // Of a short value this would be any few letters.
  return own.length < WORD ? [] : [own, own.replaceAll("+", "-").replaceAll("/", "_")];
}

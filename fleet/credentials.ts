import { everyText, type Path, pathText, type Written } from "./paths.ts";

/**
 * Texts that look like somebody's credential. The list is our own: the libraries of such patterns that there are work
 * asynchronously, and know neither WorkOS's keys nor OpenAI's by name.
 */

/** What is told by its form alone, wherever it stands, comments included. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  "a WorkOS or Stripe key": /(?<![A-Za-z0-9])[sr]k_(?:live|test)_[A-Za-z0-9]{10,}/,
  "an OpenAI or Anthropic key":
    /(?<![A-Za-z0-9_-])sk-(?:(?:proj|admin|svcacct|ant)-(?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{20,}|(?=[A-Za-z]*\d)[A-Za-z0-9]{20,})/,
  "a webhook's signing secret": /(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/]{16,}/,
  "an access key of AWS": /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])/,
  "a GitHub token": /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})/,
  "a GitLab token": /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20,}/,
  "a Slack token": /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,}/,
  "a Google API key": /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/,
  "an npm token": /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/,
  "a Pulumi token": /(?<![A-Za-z0-9])pul-[0-9a-f]{40}/,
  "a signed token (JWT)": /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/,
  "a private key": /-----BEGIN [A-Z0-9 ]*PRIVATE KEY/,
  "a password in an address": /[A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/[^\s/:@"'`]{0,200}:(?!\$\{)[^\s/@"'`]{3,200}@/,
};

const ANY_SHAPE = new RegExp(
  Object.values(SHAPES)
    .map(({ source }) => source)
    .join("|"),
  "g",
);

/** Where in a text something stands that looks like a credential, and what it looks like. */
export const credentialsIn = (text: string): { readonly index: number; readonly what: string }[] =>
  [...text.matchAll(ANY_SHAPE)].map(({ 0: found, index }) => ({
    index,
    what: Object.entries(SHAPES).find(([, shape]) => shape.test(found))?.[0] ?? "a credential",
  }));

/** Long texts that are no secret though they look random: names of objects at vendors, digests, certificates, public keys. */
const HARMLESS = [
  /-----BEGIN (CERTIFICATE|PUBLIC KEY)-----[^-]*-----END \1-----/g,
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi,
  /\b(?:[a-z]+_)+01[0-9A-HJKMNP-TV-Z]{24}\b/g,
  /\b(?:proj|org|user|svcacct|group|role|cert|key|idp|asst|cus|price|prod|sub|acct)[_-][A-Za-z0-9]{8,48}\b/g,
  /\bsha(?:1|224|256|384|512)[-:=][A-Za-z0-9+/=_-]+/gi,
  /"x5c"\s*:\s*\[[^[\]]*\]/g,
  /"(?:n|x|y|e|kid|x5t(?:#S256)?)"\s*:\s*"[^"]*"/g,
  /\b(?:https?|arn|urn|spiffe|repo):[^\s"'<>]*/g, // A password in an address has a shape.
];

/** Keys whose values are public, however random. */
const PUBLIC =
  /(?:^|[a-z_.-])(?:ids?|arn|uris?|urls?|hash|digest|sha\d*|checksum|commit|revision|fingerprint|thumbprint|issuer)$|^(?:n|x|y|e|x5c|x5t|x5t#S256|aud|azp|sub|name)$/i;
/** Where any key may stand and its value is compared with what a vendor says in public: claims of tokens, a key's context. */
const COMPARED = /(?:^|\.)(?:federation\[\d+\]\.rule|vault\[\d+\]\.context)(?=[.[])/;

/** So many letters and digits are no word; of what is written with hyphens, only long parts count. */
const RUN = /[A-Za-z0-9+/_-]{32,}/g;
const longParts = (run: string): string => run.replace(/(?<![A-Za-z0-9])[A-Za-z0-9]{1,11}(?![A-Za-z0-9])/g, "");

/** Whether a text holds what only chance writes: many characters, often changing between letters and digits. */
export function looksRandom(text: string): boolean {
  if (text.length < 32) return false;
  const rest = HARMLESS.reduce((left, harmless) => left.replace(harmless, " "), text);
  return (rest.match(RUN) ?? []).some(
    (run) => (longParts(run).match(/[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])/g)?.length ?? 0) >= 4 && bitsEach(run) >= 3,
  );
}

/** Whether a text is, or holds, what looks like a secret. */
export const looksSecret = (text: string): boolean => credentialsIn(text).length > 0 || looksRandom(text);

/** Shannon's entropy. */
function bitsEach(text: string): number {
  const counts = new Map<string, number>();
  for (const each of text) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** The texts of a file that look random, where no public value is written. */
export const randomTextsIn = (value: Written): { path: Path; blames: "key" | "value" }[] =>
  everyText(value).filter(({ path, text, blames }) => {
    const field = path.findLast((key) => typeof key === "string") ?? "";
    return looksRandom(text) && (blames === "key" || !(PUBLIC.test(field) || COMPARED.test(pathText(path))));
  });

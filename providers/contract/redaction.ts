/**
 * What must never be printed: WorkOS keys (`sk_test_…`, `sk_live_…`), OpenAI keys (`sk-…`), webhook secrets (`whsec_…`),
 * bearer tokens, and the token in an invitation's accept link.
 */
const SECRET_SHAPES = [
  // Not after a letter or a digit, which would make it the tail of a word: `org-risk-managers`.
  /(?<![A-Za-z0-9])sk[_-][A-Za-z0-9_-]{6,}/g,
  /(?<![A-Za-z0-9])whsec_[A-Za-z0-9_-]{4,}/g,
  /(?<![A-Za-z0-9])(Bearer\s+)[^\s"',]+/gi,
  /\b((?:invitation_)?token=)[^\s"'&]+/gi,
];

/** The text with everything that looks like a credential replaced by `[redacted]`. */
export function redact(text: string): string {
  return SECRET_SHAPES.reduce(
    (clean, shape) =>
      clean.replace(shape, (_match, lead) => (typeof lead === "string" ? `${lead}[redacted]` : "[redacted]")),
    text,
  );
}

/** The form that servers must send, e.g. `Mon, 04 May 2026 12:00:30 GMT` (RFC 9110, IMF-fixdate). */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds the server asked us to wait, counted from `nowMs`; `undefined` if it said nothing usable.
 * `retry-after-ms` is OpenAI's own header, `retry-after` is RFC 9110 (seconds, or a date that ends in GMT).
 */
export function requestedWaitMs(headers: Headers, nowMs: number): number | undefined {
  const precise = headers.get("retry-after-ms");
  if (precise !== null && /^\d+$/.test(precise)) return Number(precise);
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // Date.parse accepts "May 2026" and "5 GMT"; neither is an HTTP date, and both would be taken for no wait at all.
  const at = HTTP_DATE.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

/**
 * Milliseconds before the next attempt after a failure that says nothing about waiting: 0.5 s, doubled each time up to
 * 8 s, of which `random` (0 to 1) takes away up to half, so that parallel requests do not come back together.
 */
export function backoffMs(attempt: number, random: number): number {
  return Math.round(Math.min(8000, 500 * 2 ** (attempt - 1)) * (1 - random / 2));
}

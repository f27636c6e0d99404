import { randomBytes } from "node:crypto";

export const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Random text of the given alphabet; for secrets and opaque ids. */
export function randomText(length: number, alphabet: string = ALPHANUMERIC): string {
  let text = "";
  for (const byte of randomBytes(length)) text += alphabet[byte % alphabet.length];
  return text;
}

/** Makes ULIDs: 26 characters whose order is the order in which they were made, even within one millisecond. */
export class UlidSource {
  #lastMs = 0;
  #counter = 0n;

  next(now: Date): string {
    const ms = now.getTime();
    // A clock that stands still or was set back must not disturb the order.
    if (ms > this.#lastMs) {
      this.#lastMs = ms;
      this.#counter = BigInt(`0x${randomBytes(9).toString("hex")}`);
    } else {
      this.#counter += 1n;
    }
    let time = "";
    for (let rest = this.#lastMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = CROCKFORD[rest % 32] + time;
    let tail = "";
    for (let rest = this.#counter, i = 0; i < 16; i++, rest /= 32n) tail = CROCKFORD[Number(rest % 32n)] + tail;
    return time + tail;
  }
}

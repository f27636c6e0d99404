import { randomBytes } from "node:crypto";

export const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

let random = Buffer.alloc(0);
let used = 0;

/** Random text of the given alphabet; for secrets and opaque ids. */
export function randomText(length: number, alphabet: string = ALPHANUMERIC): string {
  // Every answer needs an id, and each call for random bytes is expensive. So many bytes are fetched at once.
  if (used + length > random.length) {
    random = randomBytes(Math.max(length, 8192));
    used = 0;
  }
  let text = "";
  for (const byte of random.subarray(used, used + length)) text += alphabet[byte % alphabet.length];
  used += length;
  return text;
}

/** Numbers of 40 bits fill eight characters each. */
const HALF = 2 ** 40;

/** Makes ULIDs: 26 characters whose order is the order in which they were made, even within one millisecond. */
export class UlidSource {
  readonly #random: (bytes: number) => Buffer;
  #lastMs = 0;
  #high = 0;
  #low = 0;

  constructor(random: (bytes: number) => Buffer = randomBytes) {
    this.#random = random;
  }

  next(now: Date): string {
    const ms = now.getTime();
    // The order must hold even when the clock stands still or was set back.
    if (ms > this.#lastMs) {
      const bytes = this.#random(9);
      this.#lastMs = ms;
      // The upper half starts with four bytes and not five, so that counting up cannot overflow it.
      this.#high = bytes.readUIntBE(0, 4);
      this.#low = bytes.readUIntBE(4, 5);
    } else if (++this.#low === HALF) {
      this.#low = 0;
      this.#high++;
    }
    return base32(this.#lastMs, 10) + base32(this.#high, 8) + base32(this.#low, 8);
  }
}

function base32(value: number, length: number): string {
  let text = "";
  for (let rest = value, i = 0; i < length; i++, rest = Math.floor(rest / 32)) text = CROCKFORD[rest % 32] + text;
  return text;
}

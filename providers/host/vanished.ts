import { fail } from "../contract/errors.ts";

/** So many may vanish from any stack, however small, while something else is there. */
const A_FEW = 5;

/** As long as this nothing more is asked for before what seems to be gone is judged. */
const QUIET_MS = 250;

/**
 * How much of what state holds a run has found, and how much seems to be gone. When that is too much at once, the reason is
 * more likely a wrong key, or a vendor in trouble, than somebody who removed it all. The engine forgets each object by itself
 * and at once, so what is missed waits for its answer until nothing else is under way.
 */
export class Vanished {
  readonly #mayVanish: number;
  readonly #gone = new Set<string>();
  readonly #waiting: ((isTooMuch: boolean) => void)[] = [];
  #found = 0;
  #underWay = 0;
  #isTooMuch = false;
  #isAccountKnown = false;
  #quiet: NodeJS.Timeout | undefined;

  /** @param mayVanish the share of what was looked at that may be gone, 0 to 1 */
  constructor(mayVanish: number) {
    this.#mayVanish = mayVanish;
  }

  /** Looks at one object: others that are missed wait for what comes of it. */
  async during<Result>(look: () => Promise<Result>): Promise<Result> {
    this.#underWay++;
    this.#judgeWhenQuiet();
    try {
      return await look();
    } finally {
      this.#underWay--;
      this.#judgeWhenQuiet();
    }
  }

  found(): void {
    this.#found++;
  }

  /**
   * It seems to be gone.
   * @param what what people know it by
   * @param root what went with everything in it; for an object that went by itself, that one
   * @param isAccountKnown whether state says of which account it is, and it is this one
   * @throws Failure when that is more than may vanish at once
   */
  async missed(what: string, root: string, isAccountKnown: boolean): Promise<void> {
    if (this.#mayVanish === 1) return; // Whatever comes of the others.
    this.#gone.add(root);
    this.#isAccountKnown ||= isAccountKnown;
    const isTooMuch = await new Promise<boolean>((judged) => {
      this.#waiting.push(judged);
      this.#judgeWhenQuiet();
    });
    if (!isTooMuch) return;
    const looked = this.#gone.size + this.#found;
    throw fail(
      `${what} seems to be gone; with it ${this.#gone.size} of the ${looked} objects that this run looked for are, and no more than ${Math.round(this.#mayVanish * 100)} % may vanish at once`,
      "Nothing was changed. If the key in the environment is the right one and they were removed, run once with TENANTRY_MAY_VANISH=100%.",
    );
  }

  #judgeWhenQuiet(): void {
    clearTimeout(this.#quiet);
    if (this.#waiting.length > 0 && this.#waiting.length === this.#underWay)
      this.#quiet = setTimeout(() => this.#judge(), QUIET_MS);
  }

  #judge(): void {
    const gone = this.#gone.size;
    const isBearable = gone <= this.#mayVanish * (gone + this.#found);
    // Where nothing at all is found, this may be the wrong account.
    const few = this.#found > 0 ? A_FEW : Number(this.#isAccountKnown);
    this.#isTooMuch ||= !isBearable && gone > few;
    for (const judged of this.#waiting.splice(0)) judged(this.#isTooMuch);
  }
}

/**
 * What the environment says may vanish, e.g. `25%`.
 * @throws Failure for what is no share
 */
export function mayVanishIn({ TENANTRY_MAY_VANISH: said = "20%" }: NodeJS.ProcessEnv): number {
  const [, percent] = /^(\d{1,3})\s*%$/.exec(said.trim()) ?? [];
  if (percent !== undefined && Number(percent) <= 100) return Number(percent) / 100;
  throw fail(`TENANTRY_MAY_VANISH is ${JSON.stringify(said)}`, "Give a share of 0% to 100%, or leave it out for 20%.");
}

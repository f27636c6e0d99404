/**
 * The candidate that `word` was most likely meant to be, or `undefined` when none is close: at most one typing slip per
 * three letters. Case, `-` and `_` don't count, so `external_id` finds `externalId`.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: { candidate: string; slips: number } | undefined;
  for (const candidate of candidates) {
    const slips = typingSlips(plain(word), plain(candidate));
    if (slips > Math.ceil(candidate.length / 3) || slips >= candidate.length) continue;
    if (best === undefined || slips < best.slips) best = { candidate, slips };
  }
  return best?.candidate;
}

/** Those of the candidates that begin most like `word`, at most so many. */
export function alike(word: string, candidates: readonly string[], most: number): string[] {
  const shared = (candidate: string): number => {
    const [one, other] = [plain(word), plain(candidate)];
    const differs = [...one].findIndex((letter, index) => letter !== other[index]);
    return differs < 0 ? one.length : differs;
  };
  return candidates.toSorted((a, b) => shared(b) - shared(a)).slice(0, most);
}

const plain = (word: string): string => word.toLowerCase().replace(/[-_\s]/g, "");

/** Edit distance in which swapping two neighbours is one slip (optimal string alignment). */
function typingSlips(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let slips = Math.min(
        cell(last, column) + 1,
        cell(current, column - 1) + 1,
        cell(last, column - 1) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) slips = Math.min(slips, cell(beforeLast, column - 2) + 1);
      current.push(slips);
    }
    beforeLast = last;
    last = current;
  }
  return cell(last, to.length);
}

const cell = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;

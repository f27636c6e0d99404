const tick = 20_000;

/** Reports every 20 s that `what` is still running, and for how long. */
export async function withElapsed<T>(
  what: string,
  progress: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const begun = Date.now();
  const timer = setInterval(() => progress(`${what}: ${inWords(Date.now() - begun)} so far`), tick);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** `95_000` is "1 min 35 s". */
export function inWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

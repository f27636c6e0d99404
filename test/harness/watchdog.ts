/** A slow machine still does something now and then; this long without anything is a hang. */
const SILENCE_MS = 3 * 60_000;
const LOOK_EVERY_MS = 1000;

/**
 * Waits for `work` for as long as `progress` keeps changing, and rejects when it stood still for three minutes. So a
 * test fails when something hangs, and not because the machine has much else to do.
 *
 * @param what names the work in the error
 * @param progress counts whatever the work is seen to do, such as bytes printed and requests sent
 */
export async function whileProgressing<Result>(
  what: string,
  work: Promise<Result>,
  progress: () => number,
): Promise<Result> {
  let seen = progress();
  let seenAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      const now = progress();
      if (now !== seen) [seen, seenAt] = [now, performance.now()];
      else if (performance.now() - seenAt > SILENCE_MS)
        reject(new Error(`${what} hangs: nothing happened for ${SILENCE_MS / 1000} s`));
    }, LOOK_EVERY_MS);
  });
  try {
    return await Promise.race([work, hang]);
  } finally {
    clearInterval(timer);
  }
}

import { z } from "zod";
import { date } from "./words.ts";

/**
 * When a key or a secret is replaced. Either by hand, with a new `epoch` label, or by dates: every so many days from a
 * first one, so that a scheduled run does it. The label becomes part of the object's name, so a label is never used
 * twice for different keys.
 */
export const rotation = z
  .strictObject({
    /** A label of your own, e.g. `2026-q4`; another one makes another object. Never use one again. */
    epoch: z
      .string()
      .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,30}[A-Za-z0-9])?$/, {
        error: "must be a label such as 2026-q4: letters, digits and inner . _ -, up to 32 characters",
      })
      .exactOptional(),
    /** How often it is replaced, in days such as `90d`; with `from`, instead of `epoch`. */
    every: z
      .string()
      .regex(/^[1-9]\d{0,3}d$/, { error: "must be a number of days such as 90d" })
      .exactOptional(),
    /** First day of the first epoch. */
    from: date.exactOptional(),
    /** How long the old one goes on working beside the new one. */
    overlap: z
      .string()
      .regex(/^\d{1,4}[hd]$/, { error: "must be hours or days such as 24h or 7d" })
      .refine((duration) => hours(duration) <= longestOverlap, { error: "must be a year at most" })
      .exactOptional(),
  })
  .refine(({ epoch, every, from }) => (epoch === undefined) === (every !== undefined && from !== undefined), {
    error: "needs either epoch, or every and from",
  })
  .refine(({ epoch, every, from }) => epoch === undefined || (every === undefined && from === undefined), {
    error: "has either epoch, or every and from, not both",
  })
  .refine(({ every, overlap }) => every === undefined || hours(overlap) < hours(every), {
    error: "overlap must be shorter than every",
    path: ["overlap"],
  });

/**
 * The same where the vendor ends nothing later: an overlap is both of them declared, and only dates say how long.
 * @param why of the vendor, e.g. `WorkOS gives client secrets no expiry`
 * @param what e.g. `secret`
 */
export const rotationWithoutExpiry = (why: string, what: string) =>
  rotation.refine(({ epoch, overlap }) => epoch === undefined || hours(overlap) === 0, {
    error:
      `${why}, so nothing would end the old one after the overlap: write every, from and overlap, or epoch alone, ` +
      `which deletes the old ${what} in the run that makes the new one`,
    path: ["overlap"],
  });

export type Rotation = z.output<typeof rotation>;

/** One of the objects that a rotating declaration stands for. */
export type Epoch = {
  /** Absent where nothing rotates, or not yet. */
  readonly label?: string;
  /** How long it goes on working once it is not declared any more. Absent: not at all. */
  readonly overlapHours?: number;
};

/** What there is before `from`: the first epoch already, or what the epochs then take over from, which has no label. */
export type BeforeFrom = "first epoch" | "as it was";

/**
 * The epochs that are declared today, the current one first.
 *
 * With dates, two are declared during an overlap. Only the current one has `overlapHours`. They count when no run comes
 * during the overlap, so that it is never declared beside its successor. One that was is deleted at once.
 *
 * @param today as `2026-11-22`
 */
export function epochsOf(
  rotation: Rotation | undefined,
  today: string,
  before: BeforeFrom = "first epoch",
): readonly [Epoch, ...Epoch[]] {
  if (rotation === undefined) return [{}];
  const overlap = hours(rotation.overlap);
  const graceful = overlap > 0 ? { overlapHours: overlap } : {};
  if (rotation.epoch !== undefined) return [{ label: rotation.epoch, ...graceful }];

  const { every = "1d", from = today } = rotation; // both are there: checked by the schema
  const length = hours(every) / hoursPerDay;
  const age = daysBetween(from, today);
  const first = before === "as it was" ? -1 : 0;
  const count = Math.max(first, Math.floor(age / length));
  const epoch = (number: number): Epoch => (number < 0 ? {} : { label: daysAfter(from, number * length) });
  const current = { ...epoch(count), ...graceful };
  const overlapping = count > first && (age - count * length) * hoursPerDay < overlap;
  return overlapping ? [current, epoch(count - 1)] : [current];
}

/**
 * The first day of the epoch after the one of this label, as `2026-11-22`. `undefined` where a new epoch is made by hand.
 * @param label of an epoch that goes by dates: its first day
 */
export const nextRotation = ({ every }: Pick<Rotation, "every">, label: string): string | undefined =>
  every === undefined ? undefined : daysAfter(label, hours(every) / hoursPerDay);

/** `ingest` in the epoch `2026-q4` is `ingest-2026-q4` at the vendor. */
export const nameInEpoch = (name: string, { label }: Epoch): string =>
  label === undefined ? name : `${name}-${label}`;

/** What the declaration of its epochs, the current one first, says where they go by the date. */
export const byDate = (rotation: Rotation | undefined, index: number): { readonly epoch?: "current" | "previous" } =>
  rotation?.every === undefined ? {} : { epoch: index === 0 ? "current" : "previous" };

/** What a natural key ends with, so that each epoch is a resource of its own. */
export const epochKey = ({ label }: Epoch): readonly string[] => (label === undefined ? [] : [label]);

const hoursPerDay = 24;
const longestOverlap = 365 * hoursPerDay;
const msPerDay = 24 * 60 * 60 * 1000;

/** Of `24h` or `7d`; none is 0. */
function hours(duration: string | undefined): number {
  if (duration === undefined) return 0;
  return Number.parseInt(duration, 10) * (duration.endsWith("d") ? hoursPerDay : 1);
}

/** Between two days, each as `2026-11-22`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / msPerDay);

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * msPerDay).toISOString().slice(0, 10);

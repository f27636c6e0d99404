import type { Answer, Call, Refusal } from "../core/api.ts";
import type { WorkosStore } from "./store.ts";

/** Third parties report that WorkOS honours idempotency keys where objects are made; the day is documented for audit log events only. */
const IDEMPOTENCY_MS = 24 * 60 * 60 * 1000;
const REMEMBERED_IDEMPOTENCY_KEYS = 10_000;

/**
 * What `make` answers; to the same request with the same Idempotency-Key again, the same. `scope` tells operations apart,
 * `conflict` is thrown for a key that came with another body; without one that is answered the same too.
 */
export function once(
  store: WorkosStore,
  call: Call,
  scope: string,
  conflict: (() => Refusal) | undefined,
  make: () => Answer,
): Answer {
  const sent = call.headers.get("idempotency-key");
  if (sent === null) return make();
  const key = `${scope} ${sent}`;
  const answers = store.idempotentAnswers;
  const remembered = answers.get(key);
  if (remembered && call.now.getTime() - remembered.atMs <= IDEMPOTENCY_MS) {
    if (conflict && remembered.bodyText !== call.bodyText) throw conflict();
    return remembered.answer;
  }
  const answer = make();
  answers.delete(key);
  answers.set(key, { bodyText: call.bodyText, atMs: call.now.getTime(), answer });
  const [oldest] = answers.keys();
  if (answers.size > REMEMBERED_IDEMPOTENCY_KEYS && oldest !== undefined) answers.delete(oldest);
  return answer;
}

import type { Api, Paging } from "./api.ts";
import type { Path } from "./path.ts";
import type { Query } from "./transport.ts";

/** Reads, each sent once however often it is asked for. What failed is asked for again. */
export class Answers {
  readonly #reader: Api;
  readonly #answers = new Map<string, Promise<unknown>>();

  constructor(reader: Api) {
    this.#reader = reader;
  }

  /** The object, or `undefined` for a 404. */
  find<Row>(path: Path): Promise<Row | undefined> {
    return this.once(path.text, () => this.#reader.find<Row>(path));
  }

  /** Every page, see `Api.list`; members of the query that are undefined are left out. */
  list<Row>(path: Path, query: Query = {}, paging?: Paging): Promise<readonly Row[]> {
    const question = JSON.stringify([path.text, ...Object.entries(query).sort()]);
    return this.once(question, () => this.#reader.list<Row>(path, query, paging));
  }

  /** A list that has no pages; `bare` where it has no envelope either. */
  unpaged<Row>(path: Path, envelope?: "bare"): Promise<readonly Row[]> {
    return this.once(path.text, () => this.#reader.unpaged<Row>(path, {}, envelope));
  }

  /** After a write of ours that changes the answer: the next reader asks again. */
  forget(question: string): void {
    this.#answers.delete(question);
  }

  /** Another question, in words that no other one has. */
  once<Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(question);
    if (known) return known as Promise<Answer>;
    const answer = ask();
    this.#answers.set(question, answer);
    answer.catch(() => this.#answers.delete(question));
    return answer;
  }
}

import { at, defineResource, eventsOf, z } from "../../providers/kit.ts";
import { workos } from "../../providers/workos/client.ts";

/** TODO The vendor's SDK has a type for it, as a rule: take that one. */
interface ExampleRow {
  id: string;
  name: string;
}

/**
 * TODO What it is, and what would surprise somebody who uses it. Source: the page of the API reference.
 * @removal TODO what stays, or goes with it, or is refused; without this line it says "deletes"
 */
export class Example extends defineResource(workos, "Example", {
  inputs: z.strictObject({
    // TODO Every field, with its limits. A value that files of a fleet hold too has its schema in fields.ts.
    /** Shown to people, and the natural key; TODO up to how many characters? */
    name: z.string().trim().min(1),
  }),
  // TODO What it lives in, if anything: parent: { <input>: "workos:<Type>" },
  key: ["name"],
  feed: eventsOf("example"), // TODO The names of its events, or without this line where the change feed is silent.
  list: (api) => api.list<ExampleRow>(at`/TODO/examples`),
  show: ({ name }) => ({ name }),
  ensure: (api, example) => api.post(at`/TODO/examples`, example),
  sync: (api, changes, { id }) => api.patch(at`/TODO/examples/${id}`, changes),
  remove: (api, { id }) => api.delete(at`/TODO/examples/${id}`),
}) {}

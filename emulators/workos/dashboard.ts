import { ACTOR_HEADER } from "../core/acting-client.ts";
import type { Call } from "../core/api.ts";
import type { Cause } from "./store.ts";

/**
 * The actor of an operation that only the dashboard has. Those operations are under `/_emulator/`, as the API has none for them.
 * Called through `as("dana@ourcompany.example")`, the actor is that person.
 */
export function dashboardCause({ headers }: Call): Cause {
  const actor = headers.get(ACTOR_HEADER);
  return { kind: "person", email: actor === null ? "dashboard" : decoded(actor) };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

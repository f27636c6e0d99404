import { ACTOR_HEADER } from "../core/acting-client.ts";
import type { Call } from "../core/api.ts";
import type { Cause } from "./store.ts";

/**
 * Who did what only the dashboard can do. Those operations are under `/_emulator/`, since the API has none for them;
 * made through `as("dana@ourcompany.example")` they carry that name.
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

import type { Fault } from "../../emulators/index.ts";
import type { Dice } from "./dice.ts";

/** What goes wrong with a run. */
export type Disturbance =
  | { readonly kind: "kill"; readonly at: number; readonly isAnswered: boolean }
  | { readonly kind: "colleague"; readonly at: number }
  | { readonly kind: "faults"; readonly faults: readonly VendorFault[] };

type VendorFault = Fault & { readonly vendor: "workos" | "openai" };

/** Undefined for nothing. */
export function disturbance(dice: Dice): Disturbance | undefined {
  const at = dice.between(1, 30);
  return dice.oneOf<Disturbance | undefined>([
    undefined,
    undefined,
    { kind: "kill", at, isAnswered: dice.chance(0.3) },
    { kind: "colleague", at },
    { kind: "faults", faults: [fault(dice)] },
    { kind: "faults", faults: [fault(dice), fault(dice), fault(dice)] },
  ]);
}

function fault(dice: Dice): VendorFault {
  const vendor = dice.oneOf(["workos", "openai"] as const);
  const paging =
    vendor === "workos"
      ? { list_metadata: { before: null, after: null } }
      : { first_id: null, last_id: null, has_more: false };
  const proxy = {
    status: 404,
    headers: { "content-type": "text/html" },
    body: "<html><title>Not found</title></html>",
  };
  const kind = dice.oneOf<Fault>([
    { kind: "answer", status: 500 },
    { kind: "answer", status: 503 },
    { kind: "answer", status: 429, headers: { "retry-after": "0" } },
    { kind: "answer", status: 401 },
    { kind: "answer", status: 403 },
    { kind: "answer", method: "GET", ...proxy },
    { kind: "answer", method: "GET", status: 200, body: { object: "list", data: [], ...paging } },
    { kind: "drop" },
    { kind: "do-then-drop" },
    { kind: "do-then-drop", method: "POST" },
    { kind: "do-then-drop", method: "DELETE" },
    { kind: "misreport", status: 502 },
    { kind: "misreport", method: "POST", status: 500 },
  ]);
  return { ...kind, vendor, after: dice.between(0, 12), times: dice.between(1, 3) };
}

export function describe(disturbance: Disturbance | undefined): string {
  if (!disturbance) return "";
  if (disturbance.kind === "faults") return `with ${JSON.stringify(disturbance.faults)}`;
  if (disturbance.kind === "colleague") return `a colleague acting at request ${disturbance.at}`;
  return `killed at request ${disturbance.at}, whose answer ${disturbance.isAnswered ? "arrives" : "is lost"}`;
}

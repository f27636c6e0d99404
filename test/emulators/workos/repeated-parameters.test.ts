import { expect, test } from "vitest";
import { workosDescription } from "../../contract/workos-overlay.ts";
import { useWorkos } from "./environment.ts";

/* What a watched emulator answers is held against the description after each test. */

const workos = useWorkos();

interface Parameter {
  readonly name: string;
  readonly in: string;
}

test("a parameter that is given twice gets no answer that the description does not list", async () => {
  const { id } = await workos.organization();
  const user = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
  const ids: Record<string, string> = { organization_id: id, organizationId: id, user_id: user.id, userId: user.id };
  let asked = 0;
  for (const [route, { get }] of Object.entries(workosDescription().paths)) {
    const path = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "unknown");
    const { parameters = [] } = (get ?? {}) as { parameters?: Parameter[] };
    for (const { name } of parameters.filter((parameter) => parameter.in === "query")) {
      await workos.get(`${path}?${name}=a&${name}=b`);
      asked++;
    }
  }
  expect(asked).toBeGreaterThan(100);
});

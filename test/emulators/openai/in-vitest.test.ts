import { afterAll, beforeEach, expect, test } from "vitest";
import { startEmulators } from "../../../emulators/index.ts";

const { workos, openai, close } = await startEmulators();
beforeEach(() => {
  workos.reset();
  openai.reset();
});
afterAll(close);

test("our provisioning survives a creation whose answer is lost", async () => {
  openai.faults.add({ method: "POST", route: "/organization/projects", kind: "do-then-drop" });
  const create = fetch(`${openai.url}/organization/projects`, {
    method: "POST",
    headers: { authorization: `Bearer ${openai.adminApiKey}` },
    body: JSON.stringify({ name: "acme" }),
  });
  await expect(create).rejects.toThrow();

  // The project exists nevertheless: a colleague in the dashboard sees it.
  const { data } = await openai.as("dana@ourcompany.example").get("/organization/projects");
  expect(data.map(({ name }: { name: string }) => name)).toEqual(["Default project", "acme"]);
  expect(openai.requests.count("POST /organization/projects")).toBe(1);
});

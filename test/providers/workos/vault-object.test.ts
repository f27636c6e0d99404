import { describe, expect, test } from "vitest";
import { Failure, isConflict, VendorError } from "../../../providers/contract/errors.ts";
import { canonicalise } from "../../../providers/host/canonical.ts";
import type { Api } from "../../../providers/http/api.ts";
import type { Path } from "../../../providers/http/path.ts";
import { VaultObject } from "../../../providers/workos/vault-object.ts";
import { useRuns } from "./runs.ts";

const { definition } = VaultObject;
const metadata = { id: "kv_1", context: {}, version_id: "v1", updated_at: "2026-03-01T09:00:00.000Z" };
const row = { id: "kv_1", name: "smtp", value: "one", metadata };
const inputs = { name: "smtp", value: "two" };

/** A vault whose value has changed by the time that ours arrives. */
function changedTo(value: string): { client: Api; sent: object[] } {
  const sent: object[] = [];
  const client = {
    put: ({ text: path, route }: Path, body: object) => {
      sent.push(body);
      const facts = { vendor: "WorkOS", method: "PUT", path, route, status: 409 };
      return Promise.reject(new VendorError("conflict", facts, "has another version by now"));
    },
    find: async () => ({ ...row, value, metadata: { ...metadata, version_id: "v2" } }),
  };
  return { client: client as unknown as Api, sent };
}

describe("a value that has changed meanwhile", () => {
  test("is refused, with what to do, and without either value", async () => {
    const { client, sent } = changedTo("canary-theirs");
    const failure = await definition
      .sync?.(client, { value: "two" }, { ...inputs, id: row.id, row }, {})
      .catch((error) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure.cause).toSatisfy(isConflict);
    expect(failure.message).toContain("Somebody changed its value at this very moment: run `pulumi up --refresh`");
    expect(failure.message).not.toMatch(/canary|two/);
    expect(sent).toEqual([{ value: "two", version_check: "v1" }]);
  });

  test("is ours when it is what we sent: the answer to the first sending was lost", async () => {
    const { client } = changedTo("two");
    expect(await definition.sync?.(client, { value: "two" }, { ...inputs, id: row.id, row }, {})).toMatchObject({
      value: "two",
      metadata: { version_id: "v2" },
    });
  });
});

describe("an object", () => {
  const { emulator, run, dana, writes } = useRuns(VaultObject);

  test("that somebody made after ours was refused is not ours", async () => {
    const refused = {
      method: "POST",
      route: "/vault/v1/kv",
      status: 422,
      kind: "answer",
      body: { error: "No." },
    } as const;
    const fault = emulator().faults.add(refused);
    await expect(run().up(inputs)).rejects.toThrow("422");
    fault.remove();
    const { id } = await dana().post("/vault/v1/kv", { name: "smtp", value: "canary-theirs", key_context: {} });
    const sent = await writes(() => expect(run().up(inputs)).rejects.toThrow(`TENANTRY_ADOPT=${id}`));
    expect(sent).toEqual([]);
  });
});

test.each([
  [{ name: "x".repeat(201) }, "name"],
  [{ name: ".." }, "must not be a dot or two"],
  [{ value: "" }, "value"],
  [{ context: { customer: "x".repeat(501) } }, "context"],
  [
    { context: Object.fromEntries(Array.from({ length: 11 }, (_, number) => [`k${number}`, "v"])) },
    "more than the 10 entries",
  ],
])("%j is refused at preview", (change, said) => {
  const { failures } = canonicalise(definition.inputs, { ...inputs, ...change });
  expect(failures.map(({ property, reason }) => `${property} ${reason}`)).toEqual([expect.stringContaining(said)]);
});

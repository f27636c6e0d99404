import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { AuditLogSchema } from "../../../providers/workos/audit-log-schema.ts";

const { inputs, describe: shown } = AuditLogSchema.definition;

/** `__proto__` is no key: files refuse it, and a copy of an object would lose it. */
const anyValue = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes("__proto__"));
const properties = fc.dictionary(fc.constantFrom("cost", "owner", "id"), anyValue);
const schema = fc.oneof(fc.constant({}), fc.record({ type: fc.constant("object"), properties }));
const targets = fc.uniqueArray(
  fc.record({ type: fc.stringMatching(/^[a-z]{1,8}$/), metadata: fc.option(schema) }, { requiredKeys: ["type"] }),
  { minLength: 1, selector: ({ type }) => type },
);

/** As it arrives on the other side. */
const sent = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

test("what WorkOS was sent, in whatever order it gives it back, is what was declared", () => {
  fc.assert(
    fc.property(targets, fc.option(schema), fc.option(schema), (given, actorMetadata, metadata) => {
      const { inputs: declared, failures } = canonicalise(
        inputs,
        sent({ action: "a", targets: given, actorMetadata, metadata }),
      );
      expect(failures).toEqual([]);
      const row = sent({
        action: "a",
        version: 1,
        targets: given.toReversed(),
        actor: { metadata: actorMetadata },
        metadata,
        created_at: "2026-05-01T00:00:00.000Z",
      });
      expect(isDeepStrictEqual(shown(row, { action: "a" }).inputs, declared)).toBe(true);
    }),
  );
});

test.each([
  [{ targets: [] }, "must name at least one target"],
  [{ targets: [{ type: "user" }, { type: "user" }] }, "must name each type of target once"],
  [{ metadata: { plan: { type: "string" } } }, "metadata must be a JSON Schema of an object"],
  [{ targets: [{ type: "user", metadata: { type: "string" } }] }, "targets 0.metadata: must be a JSON Schema"],
  [{ action: " " }, "action"],
])("%j is refused at preview", (change, said) => {
  const { failures } = canonicalise(inputs, { action: "a", targets: [{ type: "user" }], ...change });
  expect(failures.map(({ property, reason }) => `${property} ${reason}`)).toEqual([expect.stringContaining(said)]);
});

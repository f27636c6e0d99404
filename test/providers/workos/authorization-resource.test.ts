import { describe, expect, test } from "vitest";
import { ConflictError } from "../../../providers/http/errors/conflict-error.ts";
import { InvalidRequestError } from "../../../providers/http/errors/invalid-request-error.ts";
import { OutcomeUnknownError } from "../../../providers/http/errors/outcome-unknown-error.ts";
import type { VendorError } from "../../../providers/http/errors/vendor-error.ts";
import { AuthorizationResource } from "../../../providers/workos/authorization-resource.ts";
import { WorkosClient } from "../../../providers/workos/client.ts";
import { ManualClock } from "../http/manual-clock.ts";

const facts = { vendor: "WorkOS", method: "PATCH", path: "/x", route: "/x" };
const row = { id: "authz_resource_1", organization_id: "org_1", resource_type_slug: "workspace", external_id: "w" };
const inputs = { organizationId: "org_1", resourceTypeSlug: "workspace", externalId: "w", name: "New" };

/** A rename that WorkOS refuses, `times` times. */
async function rename(times: number, refusal: VendorError) {
  const clock = new ManualClock();
  let sent = 0;
  const transport: typeof fetch = async () => {
    if (++sent <= times) throw refusal;
    return Response.json({ ...row, name: "New" });
  };
  const configuration = { url: new URL("http://127.0.0.1:4010"), apiKey: "sk_test_cAnArY0123456789" };
  const client = new WorkosClient(configuration, transport, clock);
  const { sync } = AuthorizationResource.definition;
  const outcome = await sync?.(client, { name: "New" }, { row: { ...row, name: "Old" }, inputs }).catch(
    (error: Error) => error,
  );
  return { outcome, sent, slept: clock.slept };
}

describe.each<[string, VendorError]>([
  ["lock_timeout", new InvalidRequestError({ ...facts, status: 400, code: "lock_timeout" }, "locked")],
  [
    "resource_type_update_in_progress",
    new ConflictError({ ...facts, status: 409, code: "resource_type_update_in_progress" }, "in progress"),
  ],
])("a write that WorkOS is too busy for, with %s,", (code, refusal) => {
  test("is sent again, a little later each time", async () => {
    const { outcome, sent, slept } = await rename(3, refusal);
    expect(outcome).toMatchObject({ name: "New" });
    expect([sent, slept]).toEqual([4, [1000, 2000, 4000]]);
  });

  test("fails after half a minute, and is not taken for a conflict with an object of its own name", async () => {
    const { outcome, sent, slept } = await rename(Number.POSITIVE_INFINITY, refusal);
    expect(outcome).toMatchObject({ name: "ResourceError", message: expect.stringContaining(code) });
    expect((outcome as Error).message).toMatch(/tried for 31 s; nothing was changed\.$/);
    expect([sent, slept]).toEqual([6, [1000, 2000, 4000, 8000, 16_000]]);
  });
});

test.each([
  new ConflictError({ ...facts, status: 409, code: "authorization_resource_external_id_conflict" }, "taken"),
  new InvalidRequestError({ ...facts, status: 400, code: "bad_request" }, "no"),
  new OutcomeUnknownError(facts, "no answer"),
])("$message: no reason to send it again", async (refusal) => {
  expect(await rename(1, refusal)).toEqual({ outcome: refusal, sent: 1, slept: [] });
});

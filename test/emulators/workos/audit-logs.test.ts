import { describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

describe("events", () => {
  const path = "/audit_logs/events";
  const event = {
    action: "file.shared",
    occurred_at: "2026-03-01T08:00:00.000Z",
    actor: { id: "u1", type: "user" },
    targets: [{ id: "f1", type: "file" }],
    context: { location: "10.0.0.1" },
    metadata: { fields: "a, b" },
  };
  const kept = async () =>
    (await workos.emulator.as("test").get("/_emulator/dump")).auditLogEvents.map(
      (row: { event: { metadata: object } }) => row.event.metadata,
    );

  test("an event is kept, and for a day none more under its key, whatever it says", async () => {
    const { id: organization_id } = (await workos.post("/organizations", { name: "Acme" })).body;
    await workos.post("/audit_logs/actions/file.shared/schemas", { targets: [{ type: "file" }] });
    const once = { "idempotency-key": "key-1" };
    const send = (metadata: object) =>
      workos.call("POST", path, { organization_id, event: { ...event, metadata } }, once);
    expect(await send({ n: 1 })).toMatchObject({ status: 200, body: { success: true } });
    expect(await send({ n: 2 })).toMatchObject({ status: 200, body: { success: true } });
    expect(await kept()).toEqual([{ n: 1 }]);
    workos.emulator.clock.advance(24 * 3_600_000 + 1);
    await send({ n: 3 });
    expect(await kept()).toEqual([{ n: 1 }, { n: 3 }]);
  });

  test("one that is not as it must be is refused with the place, and kept nowhere", async () => {
    const { id: organization_id } = (await workos.post("/organizations", { name: "Acme" })).body;
    const refused = async (body: object) => {
      const { status, body: answer } = await workos.post(path, body);
      return [status, answer.code, answer.errors?.map(({ instancePath }: { instancePath: string }) => instancePath)];
    };
    expect(await refused({ organization_id, event })).toEqual([400, "invalid_audit_log_event", ["/action"]]);
    await workos.post("/audit_logs/actions/file.shared/schemas", { targets: [{ type: "folder" }] });
    expect(await refused({ organization_id, event })).toEqual([400, "invalid_audit_log_event", ["/targets"]]);
    const long = { ...event, metadata: { fields: "x".repeat(501) }, context: {} };
    expect(await refused({ organization_id, event: long })).toEqual([
      400,
      "invalid_audit_log_event",
      ["/context/location", "/metadata/fields"],
    ]);
    expect(await refused({ organization_id: "org_x", event })).toEqual([404, undefined, undefined]);
    expect(await kept()).toEqual([]);
  });
});

describe("schemas", () => {
  const path = "/audit_logs/actions/invoice.paid/schemas";

  test("the first schema makes the action, and each one after it a version, even if it says the same", async () => {
    expect((await workos.get(path)).status).toBe(404);
    const schema = {
      actor: { metadata: { type: "object", properties: { role: { type: "string" } } } },
      targets: [{ type: "invoice", metadata: { type: "object", properties: { cost: { type: "number" } } } }],
      metadata: { type: "object" },
    };
    const { status, body } = await workos.post(path, schema);
    expect([status, body]).toEqual([
      201,
      { object: "audit_log_schema", version: 1, ...schema, created_at: "2026-03-01T09:00:00.000Z" },
    ]);
    workos.emulator.clock.advance(1000);
    expect((await workos.post(path, { targets: [{ type: "invoice" }] })).body).toEqual({
      object: "audit_log_schema",
      version: 2,
      targets: [{ type: "invoice" }],
      created_at: "2026-03-01T09:00:01.000Z",
    });
    expect((await workos.post(path, { targets: [{ type: "invoice" }] })).body.version).toBe(3);
    const { data } = (await workos.get("/audit_logs/actions")).body;
    expect(data).toMatchObject([
      {
        object: "audit_log_action",
        name: "invoice.paid",
        schema: { version: 3 },
        created_at: "2026-03-01T09:00:00.000Z",
        updated_at: "2026-03-01T09:00:01.000Z",
      },
    ]);
    expect((await workos.delete(`/audit_logs/actions/invoice.paid`)).status).toBe(404);
  });

  test("versions and actions go beyond one page", async () => {
    for (let n = 0; n < 5; n++) await workos.post(path, { targets: [{ type: `t${n}` }] });
    const first = (await workos.get(`${path}?limit=3`)).body;
    const second = (await workos.get(`${path}?limit=3&after=${first.list_metadata.after}`)).body;
    const versions = [...first.data, ...second.data].map(({ version }: { version: number }) => version);
    expect(versions).toEqual([5, 4, 3, 2, 1]);
    for (const name of ["a", "b"])
      await workos.post(`/audit_logs/actions/${name}/schemas`, { targets: [{ type: "t" }] });
    const page = (await workos.get("/audit_logs/actions?limit=2")).body;
    const rest = (await workos.get(`/audit_logs/actions?limit=2&after=${page.list_metadata.after}`)).body;
    expect([...page.data, ...rest.data].map(({ name }: { name: string }) => name)).toEqual(["b", "a", "invoice.paid"]);
  });

  const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) });
  test.each([
    {},
    { targets: [] },
    { targets: [{}] },
    { targets: [{ type: "t" }], actor: {} },
    { targets: [{ type: "t" }], metadata: "x" },
    { targets: [{ type: "t" }], metadata: nested(1000) },
  ])("a schema like %j is refused with 422 and makes no action", async (body) => {
    expect((await workos.post(path, body)).status).toBe(422);
    expect((await workos.get("/audit_logs/actions")).body.data).toEqual([]);
  });

  test("the SDK creates and lists", async () => {
    const { auditLogs } = workos.sdk;
    const schema = await auditLogs.createSchema({ action: "invoice.paid", targets: [{ type: "invoice" }] });
    expect(schema.version).toBe(1);
    expect((await auditLogs.listSchemas("invoice.paid")).data.map(({ version }) => version)).toEqual([1]);
  });
});

describe("settings of an organization", () => {
  test("the retention is unset, then 30 or 365 days", async () => {
    const { id } = await workos.organization();
    const path = `/organizations/${id}/audit_logs_retention`;
    expect((await workos.get(path)).body).toEqual({ retention_period_in_days: null });
    expect(await workos.put(path, { retention_period_in_days: 365 })).toMatchObject({
      status: 200,
      body: { retention_period_in_days: 365 },
    });
    for (const body of [{}, { retention_period_in_days: 90 }, { retention_period_in_days: "30" }])
      expect((await workos.put(path, body)).status).toBe(422);
    expect((await workos.get(path)).body).toEqual({ retention_period_in_days: 365 });
    expect((await workos.sdk.auditLogs.getOrganizationAuditLogsRetention({ id })).retentionPeriodInDays).toBe(365);
    await workos.delete(`/organizations/${id}`);
    expect((await workos.get(path)).status).toBe(404);
  });

  test("the configuration shows the retention, and the log stream that the customer set up", async () => {
    const { id } = await workos.organization();
    const path = `/organizations/${id}/audit_log_configuration`;
    expect((await workos.get(path)).body).toEqual({
      organization_id: id,
      retention_period_in_days: 30,
      state: "inactive",
    });
    await workos.put(`/organizations/${id}/audit_logs_retention`, { retention_period_in_days: 365 });
    await workos.emulator.as("dana").put(`/_emulator/organizations/${id}/log_stream`, { type: "Datadog" });
    expect((await workos.get(path)).body).toEqual({
      organization_id: id,
      retention_period_in_days: 365,
      state: "active",
      log_stream: {
        id: expect.stringMatching(/^als_/),
        type: "Datadog",
        state: "active",
        last_synced_at: null,
        created_at: "2026-03-01T09:00:00.000Z",
      },
    });
    expect((await workos.get("/organizations/org_x/audit_log_configuration")).status).toBe(404);
  });
});

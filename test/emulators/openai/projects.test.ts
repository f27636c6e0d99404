import { describe, expect, test } from "vitest";
import { PROJECTS, START_SECONDS, useOpenai } from "./organization.ts";

const openai = useOpenai();

const namesOf = (body: { data: { name: string }[] }) => body.data.map(({ name }) => name);

describe("creating", () => {
  test("a new project has the documented shape and reads back the same", async () => {
    const { status, body } = await openai.post(PROJECTS, { name: "Acme", residency: "EU_STORAGE_PROCESSING" });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^proj_\w{24}$/),
      object: "organization.project",
      name: "Acme",
      created_at: START_SECONDS,
      archived_at: null,
      status: "active",
      external_key_id: null,
      residency: "EU_STORAGE_PROCESSING",
    });
    expect((await openai.get(`${PROJECTS}/${body.id}`)).body).toEqual(body);
  });

  test("a name may be there twice", async () => {
    const one = await openai.project();
    expect((await openai.project()).id).not.toBe(one.id);
  });

  test.each<[string, object | undefined, string | null]>([
    ["no body", undefined, null],
    ["no name", {}, "name"],
    ["a blank name", { name: " " }, "name"],
    ["a name that is no text", { name: 7 }, "name"],
    ["an unknown residency", { name: "A", residency: "MOON" }, "residency"],
    ["residency twice", { name: "A", residency: "GLOBAL", geography: "us" }, "geography"],
  ])("%s is refused with 400 in the full envelope, and nothing is made", async (_, body, param) => {
    const answer = await openai.post(PROJECTS, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error: { message: expect.any(String), type: "invalid_request_error", param, code: "invalid_value" },
    });
    expect((await openai.get(PROJECTS)).body.data).toHaveLength(1);
  });

  test("201 comes where the switch says so", async () => {
    openai.emulator.switches.set({ created201: true });
    expect((await openai.post(PROJECTS, { name: "Acme" })).status).toBe(201);
  });
});

describe("updating", () => {
  test("what is given changes, null leaves a name alone and clears an external key", async () => {
    const { id } = await openai.project({ external_key_id: "ek_1" });
    const post = async (body: object) => (await openai.post(`${PROJECTS}/${id}`, body)).body;
    expect(await post({ name: "Renamed" })).toMatchObject({ name: "Renamed", external_key_id: "ek_1" });
    expect(await post({ name: null, external_key_id: null })).toMatchObject({ name: "Renamed", external_key_id: null });
    expect((await openai.post(`${PROJECTS}/proj_unknown`, { name: "X" })).status).toBe(404);
  });

  test("null as the body, or none, is refused with 400 in the full envelope, an empty one changes nothing", async () => {
    const project = await openai.project();
    const answer = await openai.post(`${PROJECTS}/${project.id}`, null);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error: {
        message: expect.any(String),
        type: "invalid_request_error",
        param: null,
        code: "invalid_value",
      },
    });
    const none = await openai.post(`${PROJECTS}/${project.id}`);
    expect([none.status, none.body.error.message]).toEqual([400, "A body is required."]);
    expect(await openai.post(`${PROJECTS}/${project.id}`, {})).toMatchObject({ status: 200, body: project });
  });

  test("the default project can be neither changed nor archived", async () => {
    const { id } = await openai.defaultProject();
    expect((await openai.post(`${PROJECTS}/${id}`, { name: "Mine" })).status).toBe(400);
    expect((await openai.post(`${PROJECTS}/${id}/archive`)).status).toBe(400);
    expect((await openai.defaultProject()).name).toBe("Default project");
  });
});

describe("archiving", () => {
  test("the project stays readable, leaves the list, and takes its accounts and keys with it", async () => {
    const { id } = await openai.project();
    const account = await openai.serviceAccount(id);
    const { status, body } = await openai.post(`${PROJECTS}/${id}/archive`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, status: "archived", archived_at: START_SECONDS });
    expect((await openai.get(`${PROJECTS}/${id}`)).body).toEqual(body);
    expect(namesOf((await openai.get(PROJECTS)).body)).toEqual(["Default project"]);
    expect(namesOf((await openai.get(`${PROJECTS}?include_archived=true`)).body)).toEqual(["Default project", "Acme"]);
    expect((await openai.get(`${PROJECTS}/${id}/service_accounts/${account.id}`)).status).toBe(404);
    expect((await openai.get(`${PROJECTS}/${id}/api_keys?owner_project_access=any`)).body.data).toEqual([]);
  });

  test("an archived project refuses every write, and a listing of its accounts", async () => {
    const { id } = await openai.project();
    await openai.post(`${PROJECTS}/${id}/archive`);
    for (const [method, path, body] of [
      ["POST", `${PROJECTS}/${id}`, { name: "New" }],
      ["POST", `${PROJECTS}/${id}/archive`, undefined],
      ["GET", `${PROJECTS}/${id}/service_accounts`, undefined],
      ["POST", `${PROJECTS}/${id}/service_accounts`, { name: "ci" }],
      ["POST", `${PROJECTS}/${id}/service_accounts/svc_acct_x/api_keys`, {}],
    ] as const) {
      const answer = await openai.call(method, path, body);
      expect([path, answer.status, answer.body.error.code]).toEqual([path, 400, "project_archived"]);
    }
  });

  test("the reported bug: archiving works and says that it did not", async () => {
    openai.emulator.switches.set({ archiveMisreport: true });
    const { id } = await openai.project();
    const answer = await openai.post(`${PROJECTS}/${id}/archive`);
    expect([answer.status, answer.body.error.code]).toEqual([400, "project_archived"]);
    expect((await openai.get(`${PROJECTS}/${id}`)).body.status).toBe("archived");
  });
});

describe("listing", () => {
  test("pages name their ends and come in order of creation, each project once, at any page size", async () => {
    const ids = [(await openai.defaultProject()).id];
    for (let n = 0; n < 24; n++) ids.push((await openai.project({ name: `Tenant ${n}` })).id);
    for (const limit of [undefined, 1, 7, 25, 100]) {
      const seen: string[] = [];
      let after = "";
      let more = true;
      while (more) {
        const query = [limit && `limit=${limit}`, after && `after=${after}`].filter(Boolean).join("&");
        const { body } = await openai.get(`${PROJECTS}?${query}`);
        expect(body.data.length).toBeLessThanOrEqual(limit ?? 20);
        expect([body.first_id, body.last_id]).toEqual([body.data[0].id, body.data.at(-1).id]);
        seen.push(...body.data.map(({ id }: { id: string }) => id));
        after = body.last_id;
        more = body.has_more;
      }
      expect(seen).toEqual(ids);
    }
  });

  test("a page without a last_id comes where the switch says so", async () => {
    openai.emulator.switches.set({ omitLastId: true });
    expect((await openai.get(PROJECTS)).body).not.toHaveProperty("last_id");
  });

  test.each(["limit=0", "limit=101", "limit=-1", "limit=ten", "after=proj_unknown", "include_archived=maybe"])(
    "%s is refused with 400",
    async (query) => {
      expect((await openai.get(`${PROJECTS}?${query}`)).status).toBe(400);
    },
  );

  test("an empty id asks for the list, as it does at OpenAI", async () => {
    expect((await openai.get(`${PROJECTS}/`)).body.object).toBe("list");
  });
});

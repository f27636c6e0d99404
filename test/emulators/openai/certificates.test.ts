import { expect, test } from "vitest";
import { EXPIRES_AT, PEM, VALID_AT } from "./certificate.ts";
import { PROJECTS, START_SECONDS, useOpenai } from "./organization.ts";

const openai = useOpenai();
const CERTIFICATES = "/organization/certificates";

const upload = async (name?: string) =>
  (await openai.post(CERTIFICATES, { certificate: PEM, ...(name === undefined ? {} : { name }) })).body;
const ids = (...certificates: { id: string }[]) => ({ certificate_ids: certificates.map(({ id }) => id) });
const activeOnes = async (base = CERTIFICATES) =>
  (await openai.get(base)).body.data
    .filter(({ active }: { active: boolean }) => active)
    .map(({ name }: { name: string }) => name);

test("what is uploaded is read for its dates, and shown whole only when asked", async () => {
  const body = await upload("acme");
  expect(body).toEqual({
    object: "certificate",
    id: expect.stringMatching(/^cert_\w{24}$/),
    name: "acme",
    created_at: START_SECONDS,
    certificate_details: { valid_at: VALID_AT, expires_at: EXPIRES_AT },
  });
  expect((await openai.get(`${CERTIFICATES}/${body.id}`)).body).toEqual(body);
  const whole = (await openai.get(`${CERTIFICATES}/${body.id}?include[]=content`)).body;
  expect(whole.certificate_details.content).toBe(PEM);
  expect((await openai.get(`${CERTIFICATES}/${body.id}?include[]=key`)).status).toBe(400);
  expect((await openai.post(`${CERTIFICATES}/${body.id}`, { name: "renamed" })).body.name).toBe("renamed");
  expect((await upload()).name).toBeNull();
});

test.each([{}, { certificate: "PEM" }, { certificate: PEM.slice(0, 200) }])("%j is refused with 400", async (body) => {
  expect((await openai.post(CERTIFICATES, body)).status).toBe(400);
  expect((await openai.get(CERTIFICATES)).body.data).toEqual([]);
});

test("the list is newest first, says what is active, and goes beyond one page", async () => {
  const [a, b] = [await upload("a"), await upload("b")];
  await openai.post(`${CERTIFICATES}/activate`, ids(a));
  const first = (await openai.get(`${CERTIFICATES}?limit=1`)).body;
  const second = (await openai.get(`${CERTIFICATES}?limit=1&after=${first.last_id}`)).body;
  expect([first.data[0], second.data[0]]).toMatchObject([
    { object: "organization.certificate", id: b.id, active: false },
    { object: "organization.certificate", id: a.id, active: true },
  ]);
  expect((await openai.get(`${CERTIFICATES}?order=asc&limit=1`)).body.data[0].id).toBe(a.id);
});

test("several are toggled at once, all or none, and again without harm", async () => {
  const [a, b] = [await upload("a"), await upload("b")];
  const activated = await openai.post(`${CERTIFICATES}/activate`, ids(a, b));
  expect(activated.body).toMatchObject({
    object: "organization.certificate.activation",
    data: [{ active: true }, { active: true }],
  });
  expect((await openai.post(`${CERTIFICATES}/deactivate`, ids(a, { id: "cert_unknown" }))).status).toBe(404);
  expect(await activeOnes()).toEqual(["b", "a"]);
  expect((await openai.post(`${CERTIFICATES}/activate`, ids(a))).status).toBe(200);
  expect((await openai.post(`${CERTIFICATES}/activate`, { certificate_ids: [] })).status).toBe(400);
  expect((await openai.post(`${CERTIFICATES}/activate`, ids(...Array(11).fill(a)))).status).toBe(400);
  const [log] = (await openai.get(`/organization/audit_logs?resource_ids[]=${a.id}`)).body.data;
  expect(log["certificates.activated"]).toEqual({
    certificates: [
      { id: a.id, name: "a" },
      { id: b.id, name: "b" },
    ],
  });
  expect((await openai.auditTypes()).filter((type) => type === "certificates.activated")).toHaveLength(1);
});

test("a project activates for itself; only what is active nowhere can be deleted", async () => {
  const certificate = await upload("a");
  const project = await openai.project();
  const base = `${PROJECTS}/${project.id}/certificates`;
  const answer = await openai.post(`${base}/activate`, ids(certificate));
  expect(answer.body).toMatchObject({
    object: "organization.project.certificate.activation",
    data: [{ object: "organization.project.certificate", active: true }],
  });
  expect([await activeOnes(base), await activeOnes()]).toEqual([["a"], []]);
  expect((await openai.delete(`${CERTIFICATES}/${certificate.id}`)).status).toBe(400);
  await openai.post(`${base}/deactivate`, ids(certificate));
  expect((await openai.delete(`${CERTIFICATES}/${certificate.id}`)).body).toEqual({
    object: "certificate.deleted",
    id: certificate.id,
  });
  expect((await openai.get(`${CERTIFICATES}/${certificate.id}`)).status).toBe(404);
  const [log] = (await openai.get("/organization/audit_logs")).body.data;
  expect(log["certificate.deleted"]).toEqual({ id: certificate.id, name: "a", certificate: PEM });
});

test("an archived project lets go of its certificates", async () => {
  const certificate = await upload("a");
  const project = await openai.project();
  await openai.post(`${PROJECTS}/${project.id}/certificates/activate`, ids(certificate));
  await openai.post(`${PROJECTS}/${project.id}/archive`);
  expect((await openai.delete(`${CERTIFICATES}/${certificate.id}`)).status).toBe(200);
});

test("there can be 50", async () => {
  for (let n = 0; n < 50; n++) await upload();
  expect((await openai.post(CERTIFICATES, { certificate: PEM })).status).toBe(400);
});

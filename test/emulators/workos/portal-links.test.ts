import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

test("each link is a new one", async () => {
  const { id: organization } = await workos.organization();
  const ask = () =>
    workos.post("/portal/generate_link", {
      organization,
      intent: "sso",
      return_url: "https://acme.com",
      it_contact_emails: ["it@acme.com"],
    });
  const [first, second] = [await ask(), await ask()];
  expect([first.status, first.body]).toEqual([
    201,
    { link: expect.stringMatching(/^https:\/\/setup\.workos\.com\?token=/) },
  ]);
  expect(second.body.link).not.toBe(first.body.link);
});

test.each([
  [{}, 422],
  [{ organization: "org_x" }, 404],
  [{ organization: "org_x", intent: "everything" }, 422],
  [{ organization: "org_x", return_url: "here" }, 422],
  [{ organization: "org_x", it_contact_emails: Array(21).fill("it@acme.com") }, 422],
])("%j is refused with %s", async (body, status) => {
  expect((await workos.post("/portal/generate_link", body)).status).toBe(status);
});

test("links made for somebody are revoked, all of theirs and nobody else's", async () => {
  const { id: organization } = await workos.organization();
  const { id: other } = await workos.organization({ name: "Other" });
  const ask = (external_user_id: string, where = organization) =>
    workos.post("/portal/generate_link", { organization: where, external_user_id });
  for (const user of ["ann", "ann", "bob"]) await ask(user);
  await ask("ann", other);
  await workos.post("/portal/generate_link", { organization });
  const held = async () =>
    (await workos.emulator.as("test").get("/_emulator/dump")).portalLinks.map(
      (link: { organization_id: string; external_user_id: string }) => [link.organization_id, link.external_user_id],
    );
  expect(await held()).toHaveLength(4);
  const revoke = () => workos.post("/portal/revoke_link", { organization, external_user_id: "ann" });
  expect(await revoke()).toMatchObject({ status: 204, body: undefined });
  expect(await held()).toEqual([
    [organization, "bob"],
    [other, "ann"],
  ]);
  expect((await revoke()).status).toBe(204);
  await workos.delete(`/organizations/${other}`);
  expect(await held()).toEqual([[organization, "bob"]]);
});

test.each([
  [{ organization: "org_x", external_user_id: "ann" }, 404],
  [{ organization: "org_x" }, 422],
  [{ external_user_id: "ann" }, 422],
])("%j is not revoked: %s", async (body, status) => {
  expect((await workos.post("/portal/revoke_link", body)).status).toBe(status);
});

test("the SDK generates one", async () => {
  const { id: organization } = await workos.organization();
  const { link } = await workos.sdk.adminPortal.generateLink({ organization, intent: "sso" as never });
  expect(link).toMatch(/^https:/);
});

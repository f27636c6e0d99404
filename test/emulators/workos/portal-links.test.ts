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

test("the SDK generates one", async () => {
  const { id: organization } = await workos.organization();
  const { link } = await workos.sdk.adminPortal.generateLink({ organization, intent: "sso" as never });
  expect(link).toMatch(/^https:/);
});

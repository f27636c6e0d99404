import { expect, test } from "vitest";
import { complaints, declared, resources } from "../sources.ts";

test("contacts are known by their address, and invited where the file says so", () => {
  const file =
    "itContacts: [{ email: It@acme.example, invite: [sso, directory_sync] }, { email: desk@acme.example }]\n";
  expect(resources(file)).toEqual([
    {
      type: "workos:ItContact",
      resourceName: "acme/workos-it-contact/desk@acme.example",
      inputs: { email: "desk@acme.example" },
      refs: { organizationId: { of: "acme/workos-organization", output: "id" } },
    },
    {
      type: "workos:ItContact",
      resourceName: "acme/workos-it-contact/it@acme.example",
      inputs: { email: "it@acme.example", invite: ["directory_sync", "sso"] },
      refs: { organizationId: { of: "acme/workos-organization", output: "id" } },
    },
  ]);
  expect(declared(file).inputs).toMatchObject({
    itContacts: [
      { email: "desk@acme.example", invite: [] },
      { email: "it@acme.example", invite: ["directory_sync", "sso"] },
    ],
  });
});

test.each([
  [
    "[{ email: a@acme.example, invite: [sso] }, { email: b@acme.example, invite: [sso] }]",
    "itContacts: has more than one with invite: WorkOS has one invitation of an organization at a time",
  ],
  ["[{ email: a@acme.example }, { email: A@acme.example }]", "itContacts[1].email: "],
  ["[{ email: a@acme.example, invite: [saml] }]", "itContacts[0].invite[0]: "],
  ["[{ email: acme.example }]", "itContacts[0].email: must be an e-mail address"],
])("itContacts: %s is refused", (list, said) => {
  expect(complaints(`itContacts: ${list}\n`)).toEqual([expect.stringContaining(said)]);
});

test("an invitation is taken back by [], beside whoever is invited now", () => {
  const file = "itContacts: [{ email: a@acme.example, invite: [] }, { email: b@acme.example, invite: [sso] }]\n";
  expect(complaints(file)).toEqual([]);
  expect(resources(file).map(({ inputs }) => inputs.invite)).toEqual([[], ["sso"]]);
});

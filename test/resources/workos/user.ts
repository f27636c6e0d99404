import type { Bag, Description } from "../description.ts";

const LIST = "/user_management/users";
const PUT = `PUT ${LIST}/{id}` as const;

const hash = "test/providers/workos/user.test.ts: it excludes the password";

export const user: Description = {
  dated: true,
  at: PUT,
  // The language can only be set by an update.
  writes: { create: { [`POST ${LIST}`]: 1, [PUT]: 1 } },
  async home(act, name) {
    await act.post(LIST, { email: `joana@${name}.example`, first_name: "Joana", external_id: `${name}-eu` });
    return {};
  },
  declared: (_home, name) => ({
    email: `ana@${name}.example`,
    firstName: "Ana",
    lastName: "Lopez",
    name: "Ana Lopez",
    emailVerified: false,
    externalId: name,
    metadata: { team: "core", desk: "4" },
    locale: "de",
    password: "cAnArY-password-1",
  }),
  changed: (_home, name) => ({
    email: `ana.lopez@${name}.example`,
    firstName: "Ana Maria",
    lastName: "Lopez Diaz",
    name: "Ana Maria Lopez Diaz",
    emailVerified: true,
    externalId: null,
    metadata: { team: "sales", floor: "2" },
    locale: null,
    password: "cAnArY-password-2",
  }),
  unseen: ["password"],
  elsewhere: { passwordHash: hash, passwordHashType: hash, passwordSaltPosition: hash },
  async held(act, _home, name) {
    const found = await Promise.all(
      ["ana", "ana.lopez", "joana"].map((person) => act.get(`${LIST}?email=${person}@${name}.example`)),
    );
    return found
      .flatMap(({ data }) => data)
      .map((row: Bag & { id: string }) => ({
        id: row.id,
        email: row.email,
        firstName: row.first_name,
        lastName: row.last_name,
        name: row.name,
        emailVerified: row.email_verified,
        externalId: row.external_id,
        metadata: row.metadata,
        locale: row.locale,
      }));
  },
  life: {
    drifted: {
      meanwhile: ({ act, id }) =>
        act.put(`${LIST}/${id}`, { first_name: "Anna", external_id: "x", locale: "fr", metadata: { team: "x" } }),
    },
    replaced: null, // Every field can be changed in place.
    vanished: { writes: { [`POST ${LIST}`]: 1 } },
    adopted: {
      title: "missing from state and adopted on request: nothing tells whether it has that password",
      writes: { [PUT]: 1 },
    },
  },
  stages: [
    {
      title: "in capital letters it is the same, and what is declared no more is left as it is",
      inputs: (_home, name) => ({ email: `Ana.Lopez@${name}.Example`, firstName: "Ana", metadata: { team: "core" } }),
      does: ["update"],
      writes: { [PUT]: 1 },
      shows: { email: "ana.lopez@user-life.example", lastName: "Lopez Diaz", emailVerified: true },
    },
    {
      title: "drift repaired, a foreign metadata key and what is not declared left alone",
      meanwhile: ({ act, id }) =>
        act.put(`${LIST}/${id}`, {
          first_name: "Anna",
          last_name: "Smith",
          metadata: { team: "x", badge: "7" },
        }),
      does: ["update"],
      writes: { [PUT]: 1 },
      shows: {
        email: "ana.lopez@user-life.example",
        lastName: "Smith",
        metadata: { team: "core", badge: "7" },
      },
    },
  ],
};

import { expect } from "vitest";
import { User } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const LIST = "/user_management/users";
const POST = `POST ${LIST}`;
const PUT = `PUT ${LIST}/{id}`;

const ana = {
  email: "Ana@User-Life.example",
  firstName: "Ana",
  lastName: "Lopez",
  name: "Ana Lopez",
  emailVerified: true,
  externalId: "user-life-ana",
  metadata: { team: "core", desk: "4" },
  locale: "de",
  password: "canary-password-1",
};
const married = {
  ...ana,
  email: "ana.diaz@user-life.example",
  lastName: "Diaz",
  name: "Ana Diaz",
  metadata: { team: "sales" },
  password: "canary-password-2",
};

/** The one person of ours, by whichever address. */
async function expectUser(world: World, expected: object): Promise<void> {
  const { data } = await dana(world.emulators).workos.get(`${LIST}?limit=100&order=desc`);
  const ours = data.filter(({ email }: { email: string }) => email.endsWith("@user-life.example"));
  expect(ours).toEqual([expect.objectContaining({ id: world.id(), ...expected })]);
}

export const user = life<ConstructorParameters<typeof User>[1]>({
  of: "workos:User",
  declare: () => (name, inputs) => new User(name, inputs),
  stages: [
    {
      title: "created with everything",
      inputs: ana,
      does: ["create"],
      // The language can only be set by an update.
      writes: { [POST]: 1, [PUT]: 1 },
      holds: (world) =>
        expectUser(world, {
          email: "ana@user-life.example",
          first_name: "Ana",
          last_name: "Lopez",
          email_verified: true,
          external_id: "user-life-ana",
          metadata: ana.metadata,
          locale: "de",
        }),
    },
    {
      title: "address, names and password updated, one metadata key dropped",
      inputs: married,
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) =>
        expectUser(world, {
          email: "ana.diaz@user-life.example",
          last_name: "Diaz",
          name: "Ana Diaz",
          metadata: { team: "sales" },
        }),
    },
    {
      title: "everything cleared that can be",
      inputs: { email: married.email, externalId: null, locale: null, metadata: {} },
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) =>
        expectUser(world, { external_id: null, locale: null, metadata: {}, first_name: "Ana", email_verified: true }),
    },
    {
      title: "drift repaired, a foreign metadata key and what is not declared left alone",
      inputs: { email: married.email, firstName: "Ana", metadata: { team: "core" } },
      meanwhile: (world) =>
        dana(world.emulators).workos.put(`${LIST}/${world.id()}`, {
          first_name: "Anna",
          last_name: "Smith",
          metadata: { team: "x", badge: "7" },
        }),
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) =>
        expectUser(world, { first_name: "Ana", last_name: "Smith", metadata: { team: "core", badge: "7" } }),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`${LIST}/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectUser(world, { first_name: "Ana", metadata: { team: "core" } }),
    },
    {
      title: "missing from state and adopted on request",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectUser(world, { first_name: "Ana" }),
    },
  ],
  destroyed: { "DELETE /user_management/users/{id}": 1 },
});

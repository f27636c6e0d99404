import { expect } from "vitest";
import { Organization, OrganizationMembership, User } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const LIST = "/user_management/organization_memberships";
const POST = `POST ${LIST}`;
const PUT = `PUT ${LIST}/{id}`;
const DELETE = `DELETE ${LIST}/{id}`;
const EDITOR = "membership-life-editor";

type Inputs = Pick<ConstructorParameters<typeof OrganizationMembership>[1], "roles" | "status"> & { of: string };

async function expectMembership(world: World, of: string, status: string, ...roles: string[]): Promise<void> {
  const query = `statuses=active,inactive,pending&organization_id=${world.idOf("membership-owner")}`;
  const { data } = await dana(world.emulators).workos.get(`${LIST}?${query}`);
  expect(data).toHaveLength(1);
  expect(data[0]).toMatchObject({ id: world.id(), status, user: { email: `${of}@membership.example` } });
  expect(data[0].roles.map(({ slug }: { slug: string }) => slug).sort()).toEqual(roles);
}

export const organizationMembership = life({
  of: "workos:OrganizationMembership",
  declare: () => {
    const { id: organizationId } = new Organization("membership-owner", {
      name: "Memberships",
      externalId: "membership-owner",
    });
    const people = ["mia", "bo"].map((of) => [of, new User(`membership-${of}`, { email: `${of}@membership.example` })]);
    const person = new Map(people as [string, User][]);
    return (name, { of, ...inputs }: Inputs) =>
      new OrganizationMembership(name, { ...inputs, organizationId, userId: (person.get(of) as User).id });
  },
  stages: [
    {
      title: "created, and deactivated at once",
      meanwhile: ({ emulators }) => {
        emulators.workos.switches.set({ multipleRoles: true });
        return dana(emulators).workos.post("/authorization/roles", { slug: EDITOR, name: "Editor" });
      },
      inputs: { of: "mia", roles: [EDITOR], status: "inactive" },
      does: ["create"],
      writes: { [POST]: 1, [`${PUT}/deactivate`]: 1 },
      holds: (world) => expectMembership(world, "mia", "inactive", EDITOR),
    },
    {
      title: "reactivated with another role",
      inputs: { of: "mia", roles: [EDITOR, "member", EDITOR], status: "active" },
      does: ["update"],
      writes: { [PUT]: 1, [`${PUT}/reactivate`]: 1 },
      holds: (world) => expectMembership(world, "mia", "active", "member", EDITOR),
    },
    {
      title: "in another order is the same, and declared no more is left as it is",
      inputs: { of: "mia", roles: ["member", EDITOR] },
      does: ["update"],
      writes: {},
      holds: (world) => expectMembership(world, "mia", "active", "member", EDITOR),
    },
    {
      title: "drift repaired, in what is declared",
      meanwhile: async (world) => {
        await dana(world.emulators).workos.put(`${LIST}/${world.id()}`, { role_slug: "member" });
        await dana(world.emulators).workos.put(`${LIST}/${world.id()}/deactivate`, {});
      },
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) => expectMembership(world, "mia", "inactive", "member", EDITOR),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`${LIST}/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectMembership(world, "mia", "active", "member", EDITOR),
    },
    {
      title: "missing from state and taken over, with what differs changed",
      forgotten: true,
      inputs: { of: "mia", roles: ["member"], status: "active" },
      does: ["create"],
      writes: { [PUT]: 1 },
      holds: (world) => expectMembership(world, "mia", "active", "member"),
    },
    {
      title: "somebody else's in its place",
      inputs: { of: "bo" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectMembership(world, "bo", "active", "member"),
    },
  ],
  destroyed: { [DELETE]: 1, "DELETE /user_management/users/{id}": 2, "DELETE /organizations/{id}": 1 },
});

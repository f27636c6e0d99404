import { expect } from "vitest";
import { ConnectApplication, Organization } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /connect/applications";
const PUT = "PUT /connect/applications/{id}";
const DELETE = "DELETE /connect/applications/{id}";

async function expectApplication(world: World, expected: object): Promise<void> {
  const list = `/connect/applications?limit=100&organization_id=${world.idOf("application-owner")}`;
  const { data } = await dana(world.emulators).workos.get(list);
  expect(data).toHaveLength(1);
  expect({ ...data[0], scopes: data[0].scopes.toSorted() }).toMatchObject({ id: world.id(), ...expected });
}

const portal = {
  name: "Portal",
  description: "Where customers look",
  type: "oauth",
  isFirstParty: false,
  usesPkce: true,
  scopes: ["openid", "email"],
  redirectUris: [{ uri: "https://portal.example/callback", default: true }, { uri: "http://localhost:3000/callback" }],
} as const;

const bare = {
  ...portal,
  name: "The portal",
  description: null,
  scopes: [],
  redirectUris: [{ uri: "https://b.example" }],
};

const robot = { name: "Robot", type: "m2m", scopes: ["read"] } as const;

export const connectApplication = life({
  of: "workos:ConnectApplication",
  declare: () => {
    const owner = { name: "Applications", externalId: "application-owner" };
    const { id: organizationId } = new Organization("application-owner", owner);
    return (name, inputs: object) =>
      new ConnectApplication(name, {
        ...(inputs as typeof robot),
        scopes: [...(inputs as typeof robot).scopes],
        organizationId,
      });
  },
  stages: [
    {
      title: "created",
      inputs: portal as object,
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) =>
        expectApplication(world, {
          name: "Portal",
          description: "Where customers look",
          application_type: "oauth",
          is_first_party: false,
          uses_pkce: true,
          scopes: ["email", "openid"],
          redirect_uris: expect.arrayContaining([
            { uri: "https://portal.example/callback", default: true },
            { uri: "http://localhost:3000/callback", default: false },
          ]),
        }),
    },
    {
      title: "scopes and addresses in another order are the same",
      inputs: { ...portal, scopes: ["email", "openid"], redirectUris: portal.redirectUris.toReversed() },
      does: ["same"],
      writes: {},
      holds: (world) => expectApplication(world, { name: "Portal" }),
    },
    {
      title: "everything updated, description and scopes cleared",
      inputs: bare,
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) =>
        expectApplication(world, {
          name: "The portal",
          description: null,
          scopes: [],
          redirect_uris: [{ uri: "https://b.example", default: true }],
        }),
    },
    {
      title: "addresses cleared, drift in what was not touched repaired",
      inputs: { ...bare, redirectUris: [] },
      meanwhile: (world) =>
        dana(world.emulators).workos.put(`/connect/applications/${world.id()}`, { name: "x", scopes: ["profile"] }),
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) => expectApplication(world, { name: "The portal", scopes: [], redirect_uris: [] }),
    },
    {
      title: "replaced by one for machines",
      inputs: robot,
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectApplication(world, { name: "Robot", application_type: "m2m", scopes: ["read"] }),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`/connect/applications/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectApplication(world, { name: "Robot" }),
    },
    {
      title: "missing from state and taken over, with what differs changed",
      forgotten: true,
      inputs: { ...robot, scopes: ["read", "write"] },
      does: ["create"],
      writes: { [PUT]: 1 },
      holds: (world) => expectApplication(world, { name: "Robot", scopes: ["read", "write"] }),
    },
  ],
  destroyed: { [DELETE]: 1, "DELETE /organizations/{id}": 1 },
});

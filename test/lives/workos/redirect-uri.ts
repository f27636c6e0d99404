import { expect } from "vitest";
import { RedirectUri } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /user_management/redirect_uris";
const DELETE = "DELETE /user_management/redirect_uris/{id}";

async function expectRedirect(world: World, uri: string): Promise<void> {
  const { data } = await dana(world.emulators).workos.get("/user_management/redirect_uris?limit=100");
  const ours = data.filter((row: { uri: string }) => row.uri.includes("redirect-life"));
  expect(ours).toEqual([expect.objectContaining({ id: world.id(), uri })]);
}

export const redirectUri = life({
  of: "workos:RedirectUri",
  declare: () => (name, inputs: ConstructorParameters<typeof RedirectUri>[1]) => new RedirectUri(name, inputs),
  stages: [
    {
      title: "created",
      inputs: { uri: "https://redirect-life.example/callback" },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectRedirect(world, "https://redirect-life.example/callback"),
    },
    {
      title: "replaced by another address",
      inputs: { uri: "https://redirect-life.example/v2/callback" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectRedirect(world, "https://redirect-life.example/v2/callback"),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`/user_management/redirect_uris/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectRedirect(world, "https://redirect-life.example/v2/callback"),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectRedirect(world, "https://redirect-life.example/v2/callback"),
    },
  ],
  destroyed: { [DELETE]: 1 },
});

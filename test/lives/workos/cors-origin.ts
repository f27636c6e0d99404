import { expect } from "vitest";
import { CorsOrigin } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /user_management/cors_origins";

/** All origins there are, the last of which is ours. */
async function expectOrigins(world: World, ...origins: string[]): Promise<void> {
  const { data } = await dana(world.emulators).workos.get("/user_management/cors_origins?limit=100&order=asc");
  const held = data.filter((row: { origin: string }) => row.origin.includes("cors-life"));
  expect(held.map((row: { origin: string }) => row.origin)).toEqual(origins);
  expect(held.at(-1).id).toBe(world.id());
}

export const corsOrigin = life({
  of: "workos:CorsOrigin",
  declare: () => (name, inputs: ConstructorParameters<typeof CorsOrigin>[1]) => new CorsOrigin(name, inputs),
  stages: [
    {
      title: "created",
      inputs: { origin: "https://cors-life.example", onDelete: "abandon" },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectOrigins(world, "https://cors-life.example"),
    },
    {
      title: "in capital letters it is the same",
      inputs: { origin: "https://CORS-life.example", onDelete: "abandon" },
      does: ["same"],
      writes: {},
      holds: (world) => expectOrigins(world, "https://cors-life.example"),
    },
    {
      title: "another one beside the old one, which stays for ever",
      inputs: { origin: "https://v2.cors-life.example", onDelete: "abandon" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1 },
      holds: (world) => expectOrigins(world, "https://cors-life.example", "https://v2.cors-life.example"),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectOrigins(world, "https://cors-life.example", "https://v2.cors-life.example"),
    },
  ],
  destroyed: {},
});

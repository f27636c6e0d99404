import { expect } from "vitest";
import { JwtTemplate } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const TEMPLATE = "/user_management/jwt_template";
const PUT = `PUT ${TEMPLATE}`;

const PLAN = '{"plan": "{{organization.metadata.plan}}"}';
const MAIL = '{"mail": "{{user.email}}"}';

async function expectTemplate(world: World, content: string): Promise<void> {
  expect(world.id()).toBe("jwt_template");
  expect(await dana(world.emulators).workos.get(TEMPLATE)).toMatchObject({ content });
}

export const jwtTemplate = life({
  of: "workos:JwtTemplate",
  declare: () => (name, inputs: ConstructorParameters<typeof JwtTemplate>[1]) => new JwtTemplate(name, inputs),
  stages: [
    {
      title: "created",
      inputs: { content: PLAN },
      does: ["create"],
      writes: { [PUT]: 1 },
      holds: (world) => expectTemplate(world, PLAN),
    },
    {
      title: "updated",
      inputs: { content: MAIL },
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) => expectTemplate(world, MAIL),
    },
    {
      title: "drift repaired",
      meanwhile: (world) => dana(world.emulators).workos.put(TEMPLATE, { content: "{}" }),
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) => expectTemplate(world, MAIL),
    },
    {
      title: "missing from state and taken over, with what differs changed",
      forgotten: true,
      inputs: { content: PLAN },
      does: ["create"],
      writes: { [PUT]: 1 },
      holds: (world) => expectTemplate(world, PLAN),
    },
  ],
  destroyed: {},
});

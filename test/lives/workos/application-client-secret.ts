import { expect } from "vitest";
import { ApplicationClientSecret, ConnectApplication, Organization } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /connect/applications/{id}/client_secrets";
const DELETE = "DELETE /connect/client_secrets/{id}";

/** One that a colleague made by hand is nobody's to remove, whatever happens. */
const handMade = new Set<string>();

async function expectOurs(world: World): Promise<void> {
  const path = `/connect/applications/${world.idOf("secret-app")}/client_secrets`;
  const secrets: { id: string }[] = await dana(world.emulators).workos.get(path);
  expect(secrets.map(({ id }) => id).sort()).toEqual([...handMade, world.id()].sort());
}

const byHand = async (world: World): Promise<void> => {
  const path = `/connect/applications/${world.idOf("secret-app")}/client_secrets`;
  handMade.add((await dana(world.emulators).workos.post(path, {})).id);
};

export const applicationClientSecret = life({
  of: "workos:ApplicationClientSecret",
  declare: () => {
    const { id: organizationId } = new Organization("secret-owner", { name: "Secrets", externalId: "secret-owner" });
    const { id: applicationId } = new ConnectApplication("secret-app", { name: "Robot", type: "m2m", organizationId });
    return (name, inputs: Omit<ConstructorParameters<typeof ApplicationClientSecret>[1], "applicationId">) =>
      new ApplicationClientSecret(name, { ...inputs, applicationId });
  },
  stages: [
    {
      title: "created",
      inputs: { name: "2026-q3" },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: expectOurs,
    },
    {
      title: "a new name makes the new secret before the old one goes, and leaves a colleague's alone",
      inputs: { name: "2026-q4" },
      meanwhile: byHand,
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: expectOurs,
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`/connect/client_secrets/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: expectOurs,
    },
    {
      title: "missing from state and never used: replaced, since its value is lost",
      forgotten: true,
      does: ["create"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: expectOurs,
    },
  ],
  destroyed: { [DELETE]: 1, "DELETE /connect/applications/{id}": 1, "DELETE /organizations/{id}": 1 },
});

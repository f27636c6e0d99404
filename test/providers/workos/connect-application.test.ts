import { describe, expect, test } from "vitest";
import { ConnectApplication } from "../../../providers/workos/connect-application.ts";
import { useRuns } from "./runs.ts";

const LIST = "/connect/applications";

describe("a Connect application", () => {
  const { emulator, run, dana, writes } = useRuns(ConnectApplication);

  const theirs = {
    name: "Portal",
    application_type: "oauth",
    is_first_party: true,
    redirect_uris: [{ uri: "https://theirs.example/callback", default: true }],
  };
  const ours = { name: "Portal", type: "oauth", redirectUris: [] };

  test("of our name that nothing proves ours is refused, and taken over on request", async () => {
    const { id } = await dana().post(LIST, theirs);
    emulator().clock.advance(60 * 60 * 1000);
    const sent = await writes(() => expect(run().up(ours)).rejects.toThrow(`TENANTRY_ADOPT=${id}`));
    expect(sent).toEqual([]);
    expect((await dana().get(`${LIST}/${id}`)).redirect_uris).toEqual(theirs.redirect_uris);
    expect(await writes(() => run([id]).up(ours))).toEqual([`PUT ${LIST}/{id}`]);
  });

  test("whose creation was not answered is recognised, and not made twice", async () => {
    emulator().faults.add({ kind: "do-then-drop", method: "POST", route: LIST });
    expect(await writes(() => run().up(ours))).toEqual([`POST ${LIST}`]);
    expect((await dana().get(LIST)).data).toHaveLength(1);
  });
});

import { expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { AuthkitOauthResource } from "../../../providers/workos/authkit-oauth-resource.ts";
import { type Bag, useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(AuthkitOauthResource);

const PATH = "/user_management/authkit_oauth_resources";
const uri = "https://mcp.example";
const held = async (): Promise<unknown[]> =>
  (await dana().get(PATH)).data.map((row: Bag) => [row.uri, row.default]).sort();

const failures = (declared: Bag): string[] =>
  canonicalise(AuthkitOauthResource.definition.inputs, declared).failures.map(
    ({ property, reason }) => `${property} ${reason}`,
  );

test.each([
  [{ uri: "mcp.example" }, "uri must be an absolute URI"],
  [{ uri: "https://mcp.example/#tools" }, "uri must have no fragment"],
  [{ uri: "https://*.mcp.example/*" }, "uri may have one * only"],
  [{ uri: "https://mcp.*.example" }, "uri may have one * only"],
  [{ uri: "https://*.mcp.example", default: true }, "default cannot be a pattern"],
])("%j is refused at preview", (declared, said) => {
  expect(failures(declared)).toEqual([expect.stringContaining(said)]);
});

test.each(["https://*.mcp.example", "https://mcp.example/teams/*", "urn:acme:mcp", "https://mcp.example/"])(
  "%s is taken as it is written",
  async (each) => {
    const { outs } = await run().up({ uri: each });
    expect(outs.uri).toBe(each);
    expect(await held()).toEqual([[each, false]]);
  },
);

test("another default under the same address is refused: people's consents would go with it", async () => {
  const state = await run().up({ uri, default: true });
  const changed = async () =>
    expect(run().diff(state.id, state.outs, { ...state.outs, default: false })).rejects.toThrow(
      /every consent .* dashboard.*Declare default as before/,
    );
  expect(await writes(changed)).toEqual([]);
});

test("the next default takes the place of the first, which is shown and is no drift", async () => {
  const first = await run().up({ uri, default: true });
  await run().up({ uri: "https://mcp.example/2", default: true });
  expect(await held()).toEqual([
    [uri, false],
    ["https://mcp.example/2", true],
  ]);
  const seen = await run().refresh(first);
  expect(seen?.outs).toMatchObject({ default: true, isDefault: false });
  expect(await writes(() => run().up({ uri, default: true }, seen))).toEqual([]);
  expect(await writes(() => run().up({ uri }, seen))).toEqual([]);
});

test("one that a colleague made is taken over as it is, and let go", async () => {
  await dana().post(PATH, { uri });
  await expect(run().up({ uri, default: true })).rejects.toThrow("its default is false, not true");
  const first = run();
  const state = await first.up({ uri });
  expect(first.said).toEqual([expect.stringContaining(`took over ${state.id}`)]);
  await run().remove(state);
  expect(await held()).toEqual([[uri, false]]);
});

test("one that a colleague makes at the same moment is met, though WorkOS refuses ours as it refuses nonsense", async () => {
  emulator().onRequest = async ({ method, route, phase }) => {
    if (method !== "POST" || route !== PATH || phase !== "received") return;
    emulator().onRequest = undefined;
    await dana().post(PATH, { uri });
  };
  const first = run();
  const state = await first.up({ uri });
  expect(first.said).toEqual([expect.stringContaining(`took over ${state.id}`)]);
});

test("what WorkOS refuses for another reason is told as it is", async () => {
  const body = { message: "Patterns are not enabled." };
  emulator().faults.add({ kind: "answer", method: "POST", route: PATH, status: 422, body });
  await expect(run().up({ uri: "https://*.mcp.example" })).rejects.toThrow("Patterns are not enabled");
});

import { describe, expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { showCredentials } from "../../../providers/workos/client-credentials.ts";
import { DataIntegration } from "../../../providers/workos/data-integration.ts";
import { DataIntegrationConfiguration } from "../../../providers/workos/data-integration-configuration.ts";
import { OrganizationDataIntegration } from "../../../providers/workos/organization-data-integration.ts";
import { useRuns } from "./runs.ts";

describe("the last characters of a secret", () => {
  test.each([
    ["those of another secret tell of it", "9999", "secret-1111", null],
    ["our own tell nothing", "1111", "secret-1111", undefined],
    ["behind a mask they tell the same", "••••1111", "secret-1111", undefined],
    ["of one that is shorter than four are all of it", "abc", "abc", undefined],
    ["of one that is shorter, behind a mask, are its own", "••••abc", "abc", undefined],
    ["of another one that is shorter tell of it", "••••abd", "abc", null],
    ["that are not shown tell nothing", null, "secret-1111", undefined],
    ["without a declared secret tell nothing", "9999", undefined, undefined],
  ] as const)("%s", (_, shown, declared, told) => {
    expect(showCredentials("client", shown, { clientSecret: declared })).toEqual({
      clientId: "client",
      ...(told === null && { clientSecret: null }),
    });
  });
});

const failures = (schema: Parameters<typeof canonicalise>[0], declared: object): string[] =>
  canonicalise(schema, declared as Record<string, unknown>).failures.map(
    ({ property, reason }) => `${property} ${reason}`,
  );

test.each([
  [{ clientId: "a" }, "clientSecret clientId and clientSecret go together"],
  [{ clientSecret: "a" }, "clientSecret clientId and clientSecret go together"],
  [{ credentials: "organization", clientId: "a", clientSecret: "b" }, "clientId with credentials"],
  [{ credentials: "custom" }, 'credentials "custom" needs clientId and clientSecret'],
  [{ slug: "GitHub" }, "slug may hold lower-case letters"],
  [{ authMethods: [] }, "authMethods must not be empty"],
  [{ customProvider: { name: "CRM", tokenUrl: "crm" } }, "customProvider tokenUrl:"],
  [{ customProvider: { name: "CRM", tokenURL: "crm" } }, "customProvider tokenURL: there is no such property"],
])("an integration with %j is refused at preview", (change, said) => {
  expect(failures(DataIntegration.definition.inputs, { slug: "github", ...change })).toEqual([
    expect.stringContaining(said),
  ]);
});

test.each([
  [{}, "enabled nothing is configured"],
  [{ enabled: true, clientId: "a" }, "clientSecret clientId and clientSecret go together"],
])("a configuration with %j is refused at preview", (change, said) => {
  const declared = { organizationId: "org_1", slug: "github", ...change };
  expect(failures(DataIntegrationConfiguration.definition.inputs, declared)).toEqual([expect.stringContaining(said)]);
});

const LIST = "/data-integrations";

describe("an integration", () => {
  const { emulator, run, dana, writes } = useRuns(DataIntegration);

  const snowflake = { slug: "snowflake", credentials: "organization", config: { account_identifier: "acme-test" } };
  const theirs = {
    provider: "snowflake",
    credentials: { type: "custom", client_id: "theirs", client_secret: "canary-theirs-9999" },
    config: { account_identifier: "theirs" },
  };

  test("that nothing proves ours is refused, its secret with it, and taken over on request", async () => {
    const { id } = await dana().post(LIST, theirs);
    emulator().clock.advance(60 * 60 * 1000);
    const declared = { slug: "snowflake", clientId: "ours", clientSecret: "canary-ours-1111" };
    const sent = await writes(() => expect(run().up(declared)).rejects.toThrow(`TENANTRY_ADOPT=${id}`));
    expect(sent).toEqual([]);
    expect(await writes(() => run([id]).up(declared))).toEqual([`PUT ${LIST}/{slug}`]);
  });

  test("is not taken over with another config, which nobody could change", async () => {
    const { id } = await dana().post(LIST, theirs);
    const sent = await writes(() => expect(run([id]).up(snowflake)).rejects.toThrow(/its config is .*theirs/));
    expect(sent).toEqual([]);
  });

  test("that somebody deleted and made anew is not ours: it is neither changed nor deleted", async () => {
    const state = await run().up(snowflake);
    await dana().delete(`${LIST}/snowflake`);
    const { id } = await dana().post(LIST, theirs);
    expect(await run().refresh(state)).toBeUndefined();
    expect(await writes(() => run().remove(state))).toEqual([]);
    expect(await dana().get(`${LIST}/snowflake`)).toMatchObject({ id });
  });

  test.each([
    ["config", { config: { account_identifier: "acme-prod" } }],
    ["authMethods", { authMethods: ["oauth", "api_key"] }],
  ])("a preview refuses another %s: the connected accounts would go with the old one", async (field, change) => {
    const state = await run().up({ ...snowflake, authMethods: ["oauth"] });
    const said = `slug "snowflake" cannot be replaced: removing it disconnects every account that is connected through it, and its ${field} cannot be changed. Nothing was changed. Declare ${field} as before, or give the new one another slug.`;
    await expect(run().up({ ...snowflake, authMethods: ["oauth"], ...change }, state)).rejects.toThrow(said);
  });

  test("a refresh takes nothing into state that could only be changed back by a replacement", async () => {
    const state = await run().up({ ...snowflake, authMethods: ["oauth"] });
    const row = await dana().get(`${LIST}/snowflake`);
    const changed = { ...row, auth_methods: ["api_key"], config: { account_identifier: "by-hand" } };
    const { describe } = DataIntegration.definition;
    const shown = describe(changed, state.outs as Parameters<typeof describe>[1]).inputs;
    expect([shown.authMethods, shown.config]).toEqual([undefined, undefined]);
    // An import, or a first declaration, has to know them.
    expect(describe(changed, {}).inputs).toMatchObject({
      authMethods: ["api_key"],
      config: { account_identifier: "by-hand" },
    });
  });
});

describe("a configuration", () => {
  const { run, dana, writes } = useRuns(DataIntegrationConfiguration);

  const PUT = "PUT /organizations/{organizationId}/data_integration_configurations/{slug}";

  /** An organization beside an integration whose organizations bring their own application, on unless said. */
  async function home({ enabled = true } = {}) {
    const { id: organizationId } = await dana().post("/organizations", { name: "Acme" });
    const credentials = { type: "organization" };
    await dana().post(LIST, { provider: "snowflake", enabled, credentials });
    const path = `/organizations/${organizationId}/data_integration_configurations`;
    return {
      declared: { organizationId, slug: "snowflake" },
      configure: (body: object) => dana().put(`${path}/snowflake`, body),
      held: async () => (await dana().get(path)).data[0],
    };
  }

  test("is made where the integration is enabled for all, and nothing is said to have existed", async () => {
    const { declared, held } = await home();
    const first = run();
    expect(await writes(() => first.up({ ...declared, enabled: true }))).toEqual([PUT]);
    expect(first.said).toEqual([]);
    await dana().put(`${LIST}/snowflake`, { enabled: false });
    expect(await held()).toMatchObject({ enabled: true });
  });

  test("goes on being enabled under another resource name", async () => {
    const { declared, held } = await home({ enabled: false });
    const state = await run().up({ ...declared, enabled: true });
    const renaming = run();
    await renaming.up({ ...declared, enabled: true });
    expect(await writes(() => renaming.remove(state))).toEqual([]);
    expect(await held()).toMatchObject({ enabled: true });
  });

  test("that says nothing about enabled leaves it as it is when it goes, and says what stays", async () => {
    const { declared, held } = await home();
    const state = await run().up({ ...declared, scopes: ["session:role:a"] });
    const last = run();
    expect(await writes(() => last.remove(state))).toEqual([]);
    expect(last.said).toEqual([expect.stringContaining("what is configured for snowflake stays at WorkOS")]);
    expect(await held()).toMatchObject({ enabled: true, scopes: ["session:role:a"] });
  });

  test("that is disabled needs nothing to go", async () => {
    const { declared } = await home();
    const state = await run().up({ ...declared, enabled: false });
    expect(await writes(() => run().remove(state))).toEqual([]);
  });

  test("that is enabled is disabled when it goes", async () => {
    const { declared, held } = await home({ enabled: false });
    const state = await run().up({ ...declared, enabled: true });
    const last = run();
    expect(await writes(() => last.remove(state))).toEqual([PUT]);
    expect(last.said).toEqual([expect.stringContaining("snowflake is disabled for this organization")]);
    expect(await held()).toMatchObject({ enabled: false });
  });

  test("of some keys leaves the others alone: made, changed, and one of them dropped", async () => {
    const { declared, held } = await home();
    const sent: object[] = [];
    const client = {
      snapshots: { all: async () => [{ ...(await held()), config: { theirs: "1", account_identifier: "old" } }] },
      put: async (_path: string, body: { config: object }) => {
        sent.push(body.config);
        return held();
      },
    } as unknown as Parameters<typeof ensure>[0];
    const { ensure, sync } = DataIntegrationConfiguration.definition;
    await ensure(client, { ...declared, config: { account_identifier: "new" } });
    const row = { ...(await held()), config: { theirs: "1", account_identifier: "old", role: "x" } };
    const changes = { config: { account_identifier: "new", role: null } as unknown as Record<string, string> };
    await sync?.(
      client,
      changes,
      {
        ...declared,
        id: `${declared.organizationId}/snowflake`,
        config: { account_identifier: "new" },
        row,
      },
      {},
    );
    expect(sent).toEqual([
      { theirs: "1", account_identifier: "new" },
      { theirs: "1", account_identifier: "new" },
    ]);
  });

  test("is found by an import, disabled or not", async () => {
    const { declared, configure } = await home();
    await configure({ enabled: false });
    const { inputs } = await run().read(`${declared.organizationId}/snowflake`, {});
    expect(inputs).toMatchObject({ ...declared, enabled: false });
  });
});

describe("a provider's two integrations", () => {
  const { run, dana, writes } = useRuns(OrganizationDataIntegration);
  const github = { slug: "github", credentials: "organization" };
  const theirs = { provider: "github", credentials: { type: "organization" } };

  test.each([
    { ours: "organization", resource: OrganizationDataIntegration, ownership: "user" },
    { ours: "user", resource: DataIntegration, ownership: "organization" },
  ])("are apart: that of a $ours leaves alone that of a $ownership", async ({ resource, ownership }) => {
    const { id } = await dana().post(LIST, { ...theirs, ownership });
    const one = run().beside(resource);
    // Whoever asked alone so often lists: both ways must tell them apart.
    for (const slug of ["slack", "notion", "google"])
      await run()
        .beside(resource)
        .remove(await one.up({ ...github, slug }));
    const state = await one.up({ ...github, description: "Ours" });
    expect(one.said).toEqual([]);
    expect(state.id).not.toBe(id);
    await run()
      .beside(resource)
      .up({ ...github, description: "Changed" }, state);
    await run().beside(resource).remove(state);
    const { data } = await dana().get(LIST);
    expect(data).toEqual([expect.objectContaining({ id, ownership, description: null })]);
  });

  test("share the definition of a provider: the second one leaves it out, or is told to", async () => {
    const customProvider = { name: "CRM", authorizationUrl: "https://c.example", tokenUrl: "https://c.example/t" };
    const crm = { slug: "crm", credentials: "organization" };
    await run()
      .beside(DataIntegration)
      .up({ ...crm, customProvider });
    const sent = await writes(() =>
      expect(run().up({ ...crm, customProvider })).rejects.toThrow(
        /one for users\. Leave customProvider out of this one/,
      ),
    );
    expect(sent).toEqual([`POST ${LIST}`]);
    const { id } = await run().up(crm);
    expect(await dana().get(`${LIST}/crm/organization`)).toMatchObject({ id, custom_provider: { name: "CRM" } });
  });

  test("that somebody made for organizations is refused, and theirs", async () => {
    await dana().post(LIST, { ...theirs, ownership: "organization" });
    await expect(run().up(github)).rejects.toThrow("nothing proves");
  });
});

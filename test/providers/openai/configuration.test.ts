import { describe, expect, test } from "vitest";
import { openai } from "../../../providers/openai/client.ts";

const CANARY = "cAnArY0123456789";
const KEY = `sk-admin-${CANARY}`;
const EMULATOR_KEY = "sk-admin-tenantry-emulator";
const EMULATOR = "http://127.0.0.1:4020/v1";

describe("what connects", () => {
  test.each([
    ["an admin key, OpenAI itself", { OPENAI_ADMIN_KEY: KEY }, "https://api.openai.com/v1"],
    [
      "an admin key, a gateway",
      { OPENAI_ADMIN_KEY: KEY, OPENAI_BASE_URL: "https://g.example/a/v1" },
      "https://g.example/a/v1",
    ],
    ["the emulator's key, the emulator", { OPENAI_ADMIN_KEY: EMULATOR_KEY, OPENAI_BASE_URL: EMULATOR }, EMULATOR],
    ["blanks around both", { OPENAI_ADMIN_KEY: `${EMULATOR_KEY} `, OPENAI_BASE_URL: `${EMULATOR}\n` }, EMULATOR],
    ["an empty address is none", { OPENAI_ADMIN_KEY: KEY, OPENAI_BASE_URL: "" }, "https://api.openai.com/v1"],
  ])("%s", (_what, environment, url) => {
    const configuration = openai.configuration(environment);
    expect(configuration.url.href).toBe(url);
    expect(configuration.key).toBe(environment.OPENAI_ADMIN_KEY.trim());
  });
});

describe("the organization", () => {
  const of = (id: string | undefined) => ({ OPENAI_ADMIN_KEY: KEY, OPENAI_ORG_ID: id });

  test("is sent along where the environment names one", () => {
    expect(openai.configuration(of(" org-a1\n")).headers).toEqual({ "openai-organization": "org-a1" });
    expect(openai.account(of("org-a1"))).toEqual({ variable: "OPENAI_ORG_ID", id: "org-a1" });
  });

  test.each([undefined, "", " "])("is none where it says %j", (id) => {
    expect(openai.configuration(of(id))).not.toHaveProperty("headers");
    expect(openai.account(of(id)).id).toBeUndefined();
  });
});

describe("what does not", () => {
  test.each<[string, NodeJS.ProcessEnv, RegExp[]]>([
    ["no key", {}, [/^OPENAI_ADMIN_KEY is not set/]],
    ["only an ordinary key", { OPENAI_API_KEY: `sk-proj-${CANARY}` }, [/^OPENAI_ADMIN_KEY is not set/]],
    ["a project key", { OPENAI_ADMIN_KEY: `sk-proj-${CANARY}` }, [/is not an admin key/]],
    ["a key of another vendor", { OPENAI_ADMIN_KEY: `sk_live_${CANARY}` }, [/is not an admin key/]],
    ["a key broken over two lines", { OPENAI_ADMIN_KEY: `sk-admin-\n${CANARY}` }, [/^OPENAI_ADMIN_KEY .*line break/]],
    ["a real key at the emulator", { OPENAI_ADMIN_KEY: KEY, OPENAI_BASE_URL: EMULATOR }, [/is a real admin key/]],
    ["the emulator's key at OpenAI", { OPENAI_ADMIN_KEY: EMULATOR_KEY }, [/is the emulator's key/]],
    [
      "a key in the place of the organization",
      { OPENAI_ADMIN_KEY: KEY, OPENAI_ORG_ID: KEY },
      [/^OPENAI_ORG_ID is not the id of an organization, which begins with org-$/],
    ],
    [
      "an organization over two lines",
      { OPENAI_ADMIN_KEY: KEY, OPENAI_ORG_ID: "org-a\norg-b" },
      [/^OPENAI_ORG_ID is not the id of an organization/],
    ],
    ["plain http", { OPENAI_ADMIN_KEY: KEY, OPENAI_BASE_URL: "http://openai.example/v1" }, [/plain http/]],
    ["no URL", { OPENAI_ADMIN_KEY: KEY, OPENAI_BASE_URL: "gateway" }, [/is not a URL: "gateway"/]],
    ["the key in the place of the address", { OPENAI_BASE_URL: KEY }, [/not a URL/, /not set/]],
    [
      "everything at once",
      { OPENAI_ADMIN_KEY: `sk-${CANARY}`, OPENAI_BASE_URL: "http://openai.example" },
      [/plain http/, /is not an admin key/],
    ],
  ])("%s", (_what, environment, problems) => {
    const error = refused(environment);
    expect(error.name).toBe("ConfigurationError");
    const lines = error.message.split("\n");
    expect(lines).toHaveLength(problems.length);
    for (const [at, problem] of problems.entries()) expect(lines[at]).toMatch(problem);
    expect(error.message).not.toContain(CANARY);
  });
});

function refused(environment: NodeJS.ProcessEnv): Error {
  try {
    openai.configuration(environment);
  } catch (error) {
    return error as Error;
  }
  throw new Error("it was accepted");
}

import { describe, expect, test } from "vitest";
import { workos } from "../../../providers/workos/client.ts";

const CANARY = "cAnArY0123456789";
const TEST_KEY = `sk_test_${CANARY}`;
const LIVE_KEY = `sk_live_${CANARY}`;
const EMULATOR_KEY = "sk_test_tenantry_emulator";
const EMULATOR = "http://127.0.0.1:4010";

describe("what connects", () => {
  test.each([
    ["a test key, WorkOS itself", { WORKOS_API_KEY: TEST_KEY }, "https://api.workos.com/"],
    ["a live key, WorkOS itself", { WORKOS_API_KEY: LIVE_KEY }, "https://api.workos.com/"],
    ["the emulator's key, the emulator", { WORKOS_API_KEY: EMULATOR_KEY, WORKOS_BASE_URL: EMULATOR }, `${EMULATOR}/`],
    ["blanks around both", { WORKOS_API_KEY: ` ${TEST_KEY}\n`, WORKOS_BASE_URL: ` ${EMULATOR} ` }, `${EMULATOR}/`],
    ["an empty address is none", { WORKOS_API_KEY: TEST_KEY, WORKOS_BASE_URL: "" }, "https://api.workos.com/"],
    ["a final slash is no path", { WORKOS_API_KEY: TEST_KEY, WORKOS_BASE_URL: `${EMULATOR}/` }, `${EMULATOR}/`],
  ])("%s", (_what, environment, url) => {
    const configuration = workos.configuration(environment);
    expect(configuration.url.href).toBe(url);
    expect(configuration.key).toBe(environment.WORKOS_API_KEY.trim());
  });
});

test("the environment that a variable names is sent to nobody, and refused if it is no client id", () => {
  const of = (id: string) => ({ WORKOS_API_KEY: `sk_test_${CANARY}`, WORKOS_CLIENT_ID: id });
  expect(workos.configuration(of("client_01ABC"))).not.toHaveProperty("headers");
  expect(workos.account(of(" client_01ABC"))).toEqual({ variable: "WORKOS_CLIENT_ID", id: "client_01ABC" });
  expect(workos.configuration(of("whatever"))).not.toHaveProperty("headers");
  expect(() => workos.account(of(`sk_test_${CANARY}`))).toThrow(
    /^WORKOS_CLIENT_ID is not the client id of an environment, which begins with client_$/,
  );
});

describe("what does not", () => {
  test.each<[string, NodeJS.ProcessEnv, RegExp[]]>([
    ["no key", {}, [/^WORKOS_API_KEY is not set/]],
    ["an empty key", { WORKOS_API_KEY: "  " }, [/^WORKOS_API_KEY is not set/]],
    ["a key of another kind", { WORKOS_API_KEY: `client_${CANARY}` }, [/does not look like a WorkOS API key/]],
    ["a key of another vendor", { WORKOS_API_KEY: `sk-admin-${CANARY}` }, [/does not look like a WorkOS API key/]],
    ["a key broken over two lines", { WORKOS_API_KEY: `sk_test_\n${CANARY}` }, [/^WORKOS_API_KEY .*line break/]],
    ["a live key at the emulator", { WORKOS_API_KEY: LIVE_KEY, WORKOS_BASE_URL: EMULATOR }, [/is a live key/]],
    ["the emulator's key at WorkOS", { WORKOS_API_KEY: EMULATOR_KEY }, [/is the emulator's key/]],
    ["plain http", { WORKOS_API_KEY: TEST_KEY, WORKOS_BASE_URL: "http://workos.example" }, [/plain http/]],
    [
      "a path",
      { WORKOS_API_KEY: TEST_KEY, WORKOS_BASE_URL: "https://gateway.example/workos" },
      [/must not have a path/],
    ],
    ["no URL", { WORKOS_API_KEY: TEST_KEY, WORKOS_BASE_URL: "gateway" }, [/is not a URL: "gateway"/]],
    [
      "the key in the place of the address",
      { WORKOS_API_KEY: "", WORKOS_BASE_URL: LIVE_KEY },
      [/not a URL/, /not set/],
    ],
    [
      "everything at once",
      { WORKOS_API_KEY: `pk_${CANARY}`, WORKOS_BASE_URL: "https://gateway.example/workos" },
      [/must not have a path/, /does not look like/],
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
    workos.configuration(environment);
  } catch (error) {
    return error as Error;
  }
  throw new Error("it was accepted");
}

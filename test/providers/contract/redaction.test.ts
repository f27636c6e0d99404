import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redact, Secrets } from "../../../providers/contract/redaction.ts";
import { anyCharacter } from "../../harness/hostile-text.ts";

const CANARY = "cAnArY0123456789abcdefXYZ";

const shapes: Record<string, string> = {
  "WorkOS test key": `sk_test_${CANARY}`,
  "WorkOS live key": `sk_live_${CANARY}`,
  "OpenAI key of the oldest form": `sk-${CANARY}`,
  "OpenAI project key": `sk-proj-${CANARY}_${CANARY}-x`,
  "OpenAI service account key": `sk-svcacct-${CANARY}`,
  "OpenAI admin key": `sk-admin-${CANARY}`,
  "Anthropic key": `sk-ant-${CANARY}`,
  "WorkOS key of another kind": `sk_other_${CANARY}`,
  "webhook secret": `whsec_${CANARY}`,
  "bearer token": `Bearer ${CANARY}`,
  "bearer token in small letters": `authorization: bearer ${CANARY}`,
  "invitation link": `https://your-app.com/invite?invitation_token=${CANARY}&x=1`,
  "token in a query": `https://your-app.com/accept?token=${CANARY}`,
};

const surroundings: Record<string, (secret: string) => string> = {
  alone: (secret) => secret,
  "in a sentence": (secret) => `Incorrect API key provided: ${secret}. You can find it in the dashboard.`,
  "in JSON": (secret) => JSON.stringify({ message: `bad ${secret}`, secret }),
  "in JSON in JSON": (secret) => JSON.stringify(JSON.stringify({ secret })),
  "behind an underscore": (secret) => `key_${secret}`,
  "behind an equals sign": (secret) => `OPENAI_ADMIN_KEY=${secret}\n`,
  "over and over": (secret) => `${secret} ${secret},${secret}`,
  "in a header list": (secret) => `{ authorization: '${secret}', accept: '*/*' }`,
};

describe("what looks like a credential is not printed", () => {
  for (const [shape, secret] of Object.entries(shapes)) {
    test.each(Object.entries(surroundings))(`${shape}, %s`, (_where, say) => {
      expect(redact(say(secret))).not.toContain(CANARY);
    });
  }

  test("wherever it stands in any text", () => {
    const text = fc.string({ maxLength: 30 });
    const separated = fc.constantFrom(" ", '"', "'", "=", ":", "(", "[", "\n", "_", "-", "/", ",");
    fc.assert(
      fc.property(text, separated, fc.constantFrom(...Object.values(shapes)), text, (before, gap, secret, after) => {
        expect(redact(`${before}${gap}${secret} ${after}`)).not.toContain(CANARY);
      }),
    );
  });

  test("once clean, it stays as it is", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...Object.values(shapes)), (text, secret) => {
        const clean = redact(`${text} ${secret}`);
        expect(redact(clean)).toBe(clean);
      }),
    );
  });

  test("a key is gone to its last character, the sentence around it is not", () => {
    expect(redact(`the key sk-proj-${CANARY}-_x, of "acme"`)).toBe('the key [redacted], of "acme"');
    expect(redact("the key sk-proj-hunter-two, or sk-hunter_2")).toBe("the key [redacted], or [redacted]");
    expect(redact(`Authorization: Bearer ${CANARY}`)).toBe("Authorization: Bearer [redacted]");
  });
});

describe("everything else is", () => {
  test.each([
    "org_01EHZNVPK3SFK441A1RGBFSHRT",
    "org-billing-admin",
    "risk-based access",
    "org-risk-admin-europe",
    "task-force-members",
    "wrote tenants/sk-telecom-korea.yaml",
    "sk-logistics-operations-2@acme.example",
    "desk_test_users",
    "user_01E4ZCR3C56J083X43JQXF3JK5",
    "proj_abc123",
    "svc_acct_abc123",
    "key_abc123",
    "inv_01HYGDNK5G7FZ4YJFXYXPB5JRW",
    'externalId "acme-gmbh"',
    "/organizations/org_01/roles/org-sk",
    "OPENAI_ADMIN_KEY is not an admin key, which begins with sk-admin-: project keys cannot manage projects",
    "a key begins with sk_test_ or sk_live_, one of a service account with sk-svcacct-, and sk-proj- is of a project",
    "signing secrets begin with whsec_",
    "a bearer token is missing; the Bearer authentication scheme is meant",
    "https://your-app.com/accept?token=…",
    "page_token",
    "verification_token",
    "superapi-domain-verification-z3kjny",
    "WorkOS POST /organizations: 400 external_id_already_used: taken (request 6d3f0c8e-3c6c-4a43)",
  ])("%s", (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe("a value that is known to be secret is not shown", () => {
  const secrets = (...values: unknown[]): Secrets => {
    const known = new Secrets();
    for (const value of values) known.add(value);
    return known;
  };

  const value = 'p/w "näive" <&> \\ 50%+1';
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  test.each<[string, string]>([
    ["as it is", value],
    ["in JSON", JSON.stringify(value).slice(1, -1)],
    ["in JSON in JSON", JSON.stringify(JSON.stringify(value)).slice(3, -3)],
    ["in JSON of ASCII", JSON.stringify(value).slice(1, -1).replace("ä", "\\u00e4")],
    ["in an address", encodeURIComponent(value)],
    ["in an address, in small letters", encodeURIComponent(value).toLowerCase()],
    ["in a form", new URLSearchParams({ a: value }).toString().slice(2)],
  ])("%s", (_form, text) => {
    expect(secrets(value).withhold(`not ${text}, please`)).toBe("not [redacted], please");
  });

  test.each(["", "a", "ab", "abc"])("in base64, behind %j", (before) => {
    for (const alphabet of ["base64", "base64url"] as const) {
      const said = secrets(value).withhold(`Basic ${Buffer.from(`${before}${value}:x`).toString(alphabet)}`);
      expect(said).toContain("[redacted]");
      // What is left is of the edges, where a letter stands for parts of two.
      const left = said.replace("Basic ", "").split("[redacted]");
      expect(left.map((part) => part.length).every((length) => length <= 8)).toBe(true);
    }
    expect(base64(value).length).toBeGreaterThan(24);
  });

  test("in whatever text it stands, however it came, and however often", () => {
    const anyValue = fc
      .string({ minLength: 12, maxLength: 60, unit: anyCharacter })
      .filter((each) => each.trim().length >= 12);
    const encoded = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => JSON.stringify(text).slice(1, -1),
      encodeURIComponent,
    );
    const around = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(anyValue, encoded, around, around, (secret, as, before, after) => {
        const said = as(secret.trim());
        const shown = secrets(secret).withhold(`${before}${said}${after}${said}`);
        expect(shown).not.toContain(said);
      }),
    );
  });

  test("cut short, as vendors quote what is long", () => {
    const long = secrets("correct horse battery staple");
    expect(long.withhold('"correct horse batt…" is not allowed')).toBe('"[redacted]…" is not allowed');
    expect(long.withhold("correct horse... is not allowed")).toBe("[redacted]... is not allowed");
    expect(long.withhold("correct horses are")).toBe("correct horses are");
  });

  test("line by line, but not the lines that every key has", () => {
    const pem = secrets(
      "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEA\n-----END PRIVATE KEY-----\n",
    );
    expect(pem.withhold("AQEFAASCBKcwggSjAgEA in line 3: a key begins with -----BEGIN PRIVATE KEY-----")).toBe(
      "[redacted] in line 3: a key begins with -----BEGIN PRIVATE KEY-----",
    );
  });

  test("a short one where it stands alone, since it may be part of any word", () => {
    const short = secrets("4711", "pass");
    expect(short.withhold("4711 is taken; the password 'pass' (147110) passes")).toBe(
      "[redacted] is taken; the password '[redacted]' (147110) passes",
    );
  });

  test("inside of other values, and never nothing at all", () => {
    const nested = secrets({ a: ["deep-in-here-1"], b: { c: " deep-in-here-2\n" } }, "", "  ", undefined, null, 7);
    expect(nested.withhold("7: deep-in-here-1 and deep-in-here-2")).toBe("7: [redacted] and [redacted]");
  });

  test("and what is not secret is, beside three thousand that are", () => {
    const many = secrets(...Array.from({ length: 3_000 }, (_, index) => `value-number-${index}-of-many`));
    const text = "nothing of value-number- is in here ".repeat(20);
    expect(many.withhold(text)).toBe(text);
    expect(many.withhold("value-number-2999-of-many")).toBe("[redacted]");
  });
});

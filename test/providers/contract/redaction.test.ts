import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redact } from "../../../providers/contract/redaction.ts";

const CANARY = "cAnArY0123456789abcdefXYZ";

const shapes: Record<string, string> = {
  "WorkOS test key": `sk_test_${CANARY}`,
  "WorkOS live key": `sk_live_${CANARY}`,
  "OpenAI key of the oldest form": `sk-${CANARY}`,
  "OpenAI project key": `sk-proj-${CANARY}_${CANARY}-x`,
  "OpenAI service account key": `sk-svcacct-${CANARY}`,
  "OpenAI admin key": `sk-admin-${CANARY}`,
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
    "desk_test_users",
    "user_01E4ZCR3C56J083X43JQXF3JK5",
    "proj_abc123",
    "svc_acct_abc123",
    "key_abc123",
    "inv_01HYGDNK5G7FZ4YJFXYXPB5JRW",
    'externalId "acme-gmbh"',
    "/organizations/org_01/roles/org-sk",
    "page_token",
    "verification_token",
    "superapi-domain-verification-z3kjny",
    "WorkOS POST /organizations: 400 external_id_already_used: taken (request 6d3f0c8e-3c6c-4a43)",
  ])("%s", (text) => {
    expect(redact(text)).toBe(text);
  });
});

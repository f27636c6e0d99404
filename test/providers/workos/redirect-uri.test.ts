import { expect, test } from "vitest";
import { isConflict, VendorError } from "../../../providers/contract/errors.ts";
import type { Api } from "../../../providers/http/api.ts";
import { RedirectUri } from "../../../providers/workos/index.ts";

const { ensure, remove } = RedirectUri.definition;
const facts = { vendor: "WorkOS", method: "POST", path: "/user_management/redirect_uris", route: "" };
const uri = "https://a.example/callback";
const row = { id: "redir_1", uri, default: true };

/** A client whose writes fail so, and that lists these. */
const client = (error: Error, ...rows: object[]): Api =>
  ({
    post: () => Promise.reject(error),
    delete: () => Promise.reject(error),
    list: () => Promise.resolve(rows),
  }) as Partial<Api> as Api;

test("one that somebody made a moment ago is a conflict, though the answer has no code for that", async () => {
  const taken = new VendorError("invalid", facts, "already exists");
  await expect(ensure(client(taken, row), { uri })).rejects.toSatisfy(isConflict);
});

test("any other refusal is passed on", async () => {
  const refused = new VendorError("invalid", facts, "no");
  await expect(ensure(client(refused), { uri })).rejects.toBe(refused);
});

test("the default one cannot be deleted, and the message says what to do", async () => {
  const isDefault = new VendorError("conflict", facts, "The default redirect URI cannot be deleted.");
  await expect(remove?.(client(isDefault), { id: "redir_1", uri }, {})).rejects.toThrow(
    /choose another default in the WorkOS dashboard, then run again/,
  );
});

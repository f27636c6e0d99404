import { expect, test } from "vitest";
import { ConflictError } from "../../../providers/http/errors/conflict-error.ts";
import { InvalidRequestError } from "../../../providers/http/errors/invalid-request-error.ts";
import type { WorkosClient } from "../../../providers/workos/client.ts";
import { RedirectUri } from "../../../providers/workos/index.ts";

const { ensure, remove } = RedirectUri.definition;
const facts = { vendor: "WorkOS", method: "POST", path: "/user_management/redirect_uris", route: "" };
const uri = "https://a.example/callback";
const row = { id: "redir_1", uri, default: true };

/** A client whose writes fail so, and that lists these. */
const client = (error: Error, ...rows: object[]): WorkosClient =>
  ({
    post: () => Promise.reject(error),
    delete: () => Promise.reject(error),
    list: () => Promise.resolve(rows),
  }) as Partial<WorkosClient> as WorkosClient;

test("one that somebody made a moment ago is a conflict, though the answer has no code for that", async () => {
  const taken = new InvalidRequestError(facts, "already exists");
  await expect(ensure(client(taken, row), { uri })).rejects.toThrow(ConflictError);
});

test("any other refusal is passed on", async () => {
  const refused = new InvalidRequestError(facts, "no");
  await expect(ensure(client(refused), { uri })).rejects.toBe(refused);
});

test("the default one cannot be deleted, and the message says what to do", async () => {
  const isDefault = new ConflictError(facts, "The default redirect URI cannot be deleted.");
  await expect(remove(client(isDefault), { id: "redir_1", inputs: { uri } })).rejects.toThrow(
    /choose another default in the WorkOS dashboard, then run again/,
  );
});

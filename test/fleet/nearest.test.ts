import { describe, expect, test } from "vitest";
import { nearest } from "../../fleet/nearest.ts";

const fields = ["plan", "name", "owner", "roles", "domains", "members", "metadata", "externalId", "mfa"];

describe("nearest", () => {
  test.each([
    ["plann", "plan"], // one letter too many
    ["pln", "plan"], // one too few
    ["nmae", "name"], // neighbours swapped count once
    ["domians", "domains"],
    ["external_id", "externalId"], // another convention
    ["ExternalID", "externalId"],
    ["mfA", "mfa"],
    ["member", "members"],
  ])("%s was meant to be %s", (word, meant) => {
    expect(nearest(word, fields)).toBe(meant);
  });

  test.each(["billing", "x", "", "plandomainsmembers"])("%o resembles nothing", (word) => {
    expect(nearest(word, fields)).toBeUndefined();
  });

  test("offers nothing when there is nothing to choose from", () => {
    expect(nearest("plan", [])).toBeUndefined();
  });
});

import { describe, expect, test } from "vitest";
import { z } from "zod";
import { each, itemsAt, textsAt, valueAt, type Written } from "../../fleet/paths.ts";
import { type DraftTenant, type FileOf, tenantSection } from "../../fleet/section.ts";

type File = {
  readonly owner?: string;
  readonly members?: readonly { readonly email: string; readonly roles: readonly string[] }[];
  readonly metadata?: Readonly<Record<string, string>>;
};
const written = {
  owner: "o@a.example",
  members: [{ email: "a@b.example", roles: ["x", 7] }, "nobody", { email: null }],
  metadata: { tier: "gold" },
} as unknown as Written<File>;

describe("a path or a pattern", () => {
  test("leads to what stands there, and says where", () => {
    expect(valueAt(written, ["owner"])).toBe("o@a.example");
    expect(valueAt(written, ["members", 0, "email"])).toBe("a@b.example");
    expect(valueAt(written, ["metadata", "tier"])).toBe("gold");
    expect(valueAt(written, ["metadata", "toString"])).toBeUndefined();
    expect(textsAt(written, ["members", each, "email"])).toEqual([
      { path: ["members", 0, "email"], text: "a@b.example" },
    ]);
    expect(itemsAt(written, ["members", each, "roles", each])).toEqual([
      { path: ["members", 0, "roles", 0], value: "x" },
      { path: ["members", 0, "roles", 1], value: 7 },
    ]);
  });

  test("that no such file has does not compile", () => {
    // @ts-expect-error
    expect(textsAt(written, ["members", each, "emial"])).toEqual([]);
    // @ts-expect-error
    expect(textsAt(written, ["members", "email"])).toEqual([]);
    // @ts-expect-error
    expect(itemsAt(written, ["owner", each])).toEqual([]);
    // @ts-expect-error
    expect(valueAt(written, ["memebers"])).toBeUndefined();
    const [member] = itemsAt(written, ["members", each]);
    // @ts-expect-error
    expect(valueAt(member?.value, ["emial"])).toBeUndefined();
    expect(valueAt(member?.value, ["email"])).toBe("a@b.example");
  });
});

const member = z.strictObject({ email: z.string(), roles: z.array(z.string()) });
const never = { file: "", line: 1, column: 1, message: "" };
const shared = { members: z.array(member).exactOptional() };

describe("a section whose patterns lead nowhere does not compile", () => {
  test("at the top of a file", () => {
    const members = tenantSection({
      shared,
      distinct: [{ items: ["members", each], by: ["email"] }],
      roles: [["members", each, "roles", each]],
      tenantRules: [
        ({ file, effective }) =>
          textsAt(effective, ["members", each, "email"]).map(({ path }) => file.problem(path, "")),
      ],
    });
    expect(members.at).toEqual([]);
    // @ts-expect-error
    tenantSection({ shared, distinct: [{ items: ["members", each], by: ["emial"] }] });
    // @ts-expect-error
    tenantSection({ shared, distinct: [{ items: ["memebers", each], by: ["email"] }] });
    // @ts-expect-error
    tenantSection({ shared, roles: [["members", each, "rolez", each]] });
    // @ts-expect-error
    tenantSection({ shared, permissions: [["members", each, "rolez", each]] });
    // @ts-expect-error
    tenantSection({ shared, secrets: [["members", each, "emial"]] });
    // @ts-expect-error
    tenantSection({ shared, unshared: [{ what: "address", items: ["members", each, "emial"] }] });
    tenantSection({
      shared,
      // @ts-expect-error
      tenantRules: [({ effective }) => textsAt(effective, ["members", each, "emial"]).map(() => never)],
      // @ts-expect-error
      bodyRules: [({ value }) => textsAt(value, ["members", each, "emial"]).map(() => never)],
    });
    const ofOthers = ({ file, effective }: DraftTenant<FileOf<typeof members>>) =>
      // @ts-expect-error
      textsAt(effective, ["members", each, "emial"]).map(({ path }) => file.problem(path, ""));
    expect(ofOthers).toBeTypeOf("function");
  });

  test("further down", () => {
    const project = tenantSection({
      at: ["openai", "project"],
      shared,
      distinct: [{ items: ["openai", "project", "members", each], by: ["email"] }],
      declare: ({ members = [] }) => members.map(({ email }) => email).slice(0, 0) as [],
    });
    expect(project.at).toEqual(["openai", "project"]);
    const distinct = { items: ["members", each], by: ["email"] } as const;
    // @ts-expect-error
    tenantSection({ at: ["openai", "project"], shared, distinct: [distinct] });
    // @ts-expect-error
    tenantSection({ at: ["openai", "project"], shared, secrets: [["openai", "projcet", "members"]] });
  });
});

import { describe, expect, test } from "vitest";
import { complaints, resources } from "../sources.ts";

const resource = (externalId: string, parent?: string) =>
  `{ type: workspace, externalId: ${externalId}, name: N${parent ? `, parent: { type: workspace, externalId: ${parent} }` : ""} }`;
const listed = (...items: string[]) => `authorizationResources: [${items.join(", ")}]\n`;

describe("resources of the application", () => {
  test("come after what they lie in", () => {
    const all = resources(listed(resource("a", "b"), resource("b", "c"), resource("c")));
    expect(all.map(({ resourceName, refs }) => [resourceName, refs?.parentResourceId])).toEqual([
      ["acme/workos-authorization-resource/workspace/c", undefined],
      [
        "acme/workos-authorization-resource/workspace/b",
        { of: "acme/workos-authorization-resource/workspace/c", output: "id" },
      ],
      [
        "acme/workos-authorization-resource/workspace/a",
        { of: "acme/workos-authorization-resource/workspace/b", output: "id" },
      ],
    ]);
    expect(all[0]?.inputs).toEqual({ resourceTypeSlug: "workspace", externalId: "c", name: "N" });
  });

  test("may have the external id of another type", () => {
    expect(complaints(listed(resource("a"), "{ type: project, externalId: a, name: P }"))).toEqual([]);
  });

  test.each([
    [
      listed(resource("a"), resource("a")),
      ['authorizationResources[1].externalId: "workspace a" is already in this list, in line 5'],
    ],
    [
      listed(resource("abcd", "abce")),
      ['authorizationResources[0].parent: this tenant has no workspace "abce", did you mean abcd?'],
    ],
    [
      listed(resource("a", "b"), resource("b", "a"), resource("c", "a")),
      [
        "authorizationResources[0].parent: lies in itself: its parents run in a circle",
        "authorizationResources[1].parent: lies in itself: its parents run in a circle",
      ],
    ],
    [
      listed("{ type: Work space, externalId: ä, name: N }"),
      [
        "authorizationResources[0].type: may hold lower-case letters, digits, - and _ only",
        "authorizationResources[0].externalId: must be plain ASCII",
      ],
    ],
  ])("are refused as %s", (text, messages) => {
    expect(complaints(text).sort()).toEqual(messages.toSorted());
  });
});

import { describe, expect, test } from "vitest";
import { problemText } from "../../fleet/fleet-error.ts";
import { parseYaml } from "../../fleet/yaml-file.ts";

const parse = (text: string) => parseYaml({ path: "a.yaml", text });
/** Where the problem is, if not at the tag. */
const COLUMN: Readonly<Record<string, number>> = { "!!binary aGk=": 13, "!a ": 7 };
const problems = (text: string) => parse(text).problems.map(problemText);

describe("parseYaml refuses", () => {
  test.each([
    ["an empty file", "", ["a.yaml:1:1: the file is empty"]],
    ["comments alone", "# nothing yet\n", ["a.yaml:1:1: the file is empty"]],
    ["an empty document", "---\n", ["a.yaml:1:1: the file is empty"]],
    ["a list at the top", "- a\n", ["a.yaml:1:1: expected fields, each as `name: value`"]],
    ["plain text", "hello\n", ["a.yaml:1:1: expected fields, each as `name: value`"]],
    [
      "a second document",
      "a: 1\n---\nb: 2\n",
      ["a.yaml:2:1: a second document starts here: one file holds one document"],
    ],
    [
      "every duplicate key",
      "a: 1\na: 2\nb: { c: 1, c: 2 }\n",
      ["a.yaml:2:1: this key is already used in the same map", "a.yaml:3:12: this key is already used in the same map"],
    ],
    [
      "keys that aren't text",
      "1: a\ntrue: b\n? [c]\n: d\n~: e\n",
      [1, 2, 3, 5].map((line) => `a.yaml:${line}:${line === 3 ? 3 : 1}: a key must be text: put it in quotes`),
    ],
    [
      "a key that names the prototype",
      '"__proto__": { admin: yes }\n',
      ["a.yaml:1:1: __proto__ can't be used as a key"],
    ],
    [
      "anchors and aliases",
      "a: &x [1]\nb: *x\n",
      [
        "a.yaml:1:7: anchors are not supported: remove what begins with &, or put the value in quotes if it is a text",
        "a.yaml:2:4: aliases are not supported: write the value out, or share it by a plan",
      ],
    ],
    ...["!!binary aGk=", "!a ", "!a!b x", "!!timestamp x", "!a!b!c x"].map((value): [string, string, string[]] => [
      `tags: ${value}`,
      `a: ${value}\n`,
      [
        `a.yaml:1:${COLUMN[value] ?? 4}: tags are not supported: remove what begins with !, or put the value in quotes if it is a text`,
      ],
    ]),
    ["a version that is none", "%YAML abc\n---\na: 1\n", ["a.yaml:1:7: invalid YAML: Unsupported YAML version"]],
    ["an older YAML", "%YAML 1.1\n---\na: yes\n", ["a.yaml:1:1: YAML 1.1 is not supported: remove the %YAML line"]],
    [
      "what steers a terminal",
      'a: "\\e[2J\\u0007"\n',
      ["a.yaml:1:4: remove U+001B, U+0007: nobody sees such a character here"],
    ],
    [
      "what reads another way round than it is, or as another line",
      "\u202eb: 1\nc: [d\u2066, 'e\u2028f']\n",
      [
        "a.yaml:1:1: remove U+202E: nobody sees such a character here",
        "a.yaml:2:5: remove U+2066: nobody sees such a character here",
        "a.yaml:2:9: remove U+2028: nobody sees such a character here",
      ],
    ],
    ["a byte order mark alone", "\ufeff", ["a.yaml:1:1: the file is empty"]],
    ["tabs as indentation", "a:\n\tb: 1\n", ["a.yaml:2:1: indent with spaces, not tabs"]],
    ["tabs behind spaces", "a:\n  \tb: 1\n", ["a.yaml:2:3: indent with spaces, not tabs"]],
    ["tabs between braces", "a: {\n\tb: 1 }\n", ["a.yaml:2:2: indent with spaces, not tabs"]],
    [
      "merge keys",
      "a: { b: 1 }\n<<: { b: 2 }\n",
      ["a.yaml:2:1: merge keys are not supported: write the fields out, or share them by a plan"],
    ],
    [
      "a path of Windows in double quotes",
      'a: "C:\\Users"\n',
      [
        "a.yaml:1:7: in double quotes a backslash begins an escape, and this is none: write \\\\ for a backslash, or use single quotes",
      ],
    ],
    ["what is no text", "a: 1\nb: \0\n", ["a.yaml:2:4: a NUL character stands here: this is no text file"]],
    [
      "line ends of old Macs",
      "a: 1\rb: 2\r",
      ["a.yaml:1:5: a line ends with CR alone: save the file with LF or CRLF as its line ends"],
    ],
    [
      "a document behind the end of one",
      "a: 1\n...\nb: 1\n",
      ["a.yaml:3:1: a second document starts here: one file holds one document"],
    ],
    [
      "duplicate keys between Windows line ends",
      "a: 1\r\nb: 2\r\na: 2\r\n",
      ["a.yaml:3:1: this key is already used in the same map"],
    ],
    [
      "what stands behind a byte order mark, in its column",
      "\ufeff1: a\nb: c\nb: d",
      ["a.yaml:3:1: this key is already used in the same map", "a.yaml:1:1: a key must be text: put it in quotes"],
    ],
    [
      "a token of which nothing is repeated",
      "a: [hunter2]]hunter2\n",
      ["a.yaml:1:13: invalid YAML: Unexpected flow-seq-end token in YAML stream"],
    ],
  ])("%s", (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
    expect(parse(text).file).toBeUndefined();
  });

  test("a file that nests without end, and says so once", () => {
    expect(problems("[".repeat(20_000)).map((line) => line.replace(/:\d+: /, ":N: "))).toEqual([
      "a.yaml:1:N: invalid YAML: nested too deeply",
    ]);
  });

  test("aliases that multiply, without expanding them", () => {
    const doubling = Array.from({ length: 60 }, (_, index) => `k${index + 1}: &k${index + 1} [*k${index}, *k${index}]`);
    expect(problems(["k0: &k0 lol", ...doubling].join("\n"))).toHaveLength(61 + 120);
  });

  test("a file that is too long, before reading it", () => {
    expect(problems(`a: ${"x".repeat(1024 * 1024)}`)).toEqual(["a.yaml:1:1: the file is larger than 1 MB"]);
    expect(problems(`a: ${"x".repeat(1024 * 1024 - 3)}`)).toEqual([]);
  });

  test("twenty thousand keys, in time", () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `k${index}:`).join("\n");
    expect(problems(`${text}\nk7:`)).toEqual(["a.yaml:20001:1: this key is already used in the same map"]);
  });

  test("a syntax error once, without the errors that follow from it", () => {
    expect(problems("a: [1\nb: 2\nc: }\n")).toHaveLength(1);
  });
});

describe("parseYaml reads", () => {
  test("YAML 1.2, in which dates and yes are text", () => {
    expect(parse("from: 2026-11-01\nagreed: yes\nstrict: true\n").file?.value).toEqual({
      from: "2026-11-01",
      agreed: "yes",
      strict: true,
    });
  });

  test("Windows line ends and a byte order mark", () => {
    const { file } = parse("\uFEFFa: x\r\nb: |\r\n  y\r\n  z\r\nc: 'v\r\n  w'\r\nd: u\r\n");
    expect(file?.value).toEqual({ a: "x", b: "y\nz\n", c: "v w", d: "u" });
    expect(file?.problem(["a"], "wrong")).toMatchObject({ line: 1, column: 4 });
    expect(file?.problem(["d"], "wrong")).toMatchObject({ line: 7, column: 4 });
  });

  test("paths of Windows outside of double quotes", () => {
    expect(parse("a: C:\\Users\\x\nb: 'C:\\new'\n").file?.value).toEqual({ a: "C:\\Users\\x", b: "C:\\new" });
  });
});

describe("a problem's place", () => {
  const { file } = parse("name: Acme\nroles:\n  - slug: org-a\n    names: x\n  - { slug: org-b }\nempty:\n");
  const place = (path: (string | number)[], blames?: "key") => {
    const problem = file?.problem(path, "wrong", blames);
    return [problem?.line, problem?.column, problem?.message];
  };

  test.each([
    [[], [1, 1, "wrong"]],
    [["name"], [1, 7, "name: wrong"]],
    [["roles"], [3, 3, "roles: wrong"]],
    [
      ["roles", 0, "slug"],
      [3, 11, "roles[0].slug: wrong"],
    ],
    [
      ["roles", 1, "slug"],
      [5, 13, "roles[1].slug: wrong"],
    ],
  ])("%j is where its value stands", (path, expected) => {
    expect(place(path)).toEqual(expected);
  });

  test("is the key where the key is to blame", () => {
    expect(place(["roles", 0, "names"], "key")).toEqual([4, 5, "roles[0].names: wrong"]);
  });

  test.each([
    [["owner"], [1, 1]],
    [
      ["roles", 1, "name"],
      [5, 5],
    ],
    [
      ["roles", 7, "name"],
      [3, 3],
    ],
  ])("%j, which is missing, is that of what should hold it", (path, [line, column]) => {
    expect(place(path).slice(0, 2)).toEqual([line, column]);
  });

  test("of a field without a value is behind its colon", () => {
    expect(place(["empty"]).slice(0, 2)).toEqual([6, 7]);
  });
});

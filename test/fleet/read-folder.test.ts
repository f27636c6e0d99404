import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { problemText } from "../../fleet/fleet-error.ts";
import { readFolder } from "../../fleet/read-folder.ts";

let home: string;
const startedIn = process.cwd();

/** Writes `path → text` under `home/fleet`; a path that ends in a slash is an empty folder. */
function write(files: Record<string, string | Uint8Array>) {
  for (const [path, text] of Object.entries(files)) {
    const target = join(home, "fleet", path);
    mkdirSync(path.endsWith("/") ? target : join(target, ".."), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(target, text);
  }
}
const problems = (directory: string) => readFolder(directory).problems.map(problemText);

/** A text of which the last letters are as they were written before Unicode. */
const latin1Behind = (text: string) => Buffer.concat([Buffer.from(text), Buffer.from("\xf6\xdfe\n", "latin1")]);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "fleet-"));
  process.chdir(home);
});
afterEach(() => {
  process.chdir(startedIn);
  rmSync(home, { recursive: true });
});

describe("readFolder", () => {
  test("reads the fleet file and every tenant file, in order of their names", () => {
    write({
      "fleet.yaml": "f: ./edge-2026.pem",
      "tenants/zoo.yaml": "z",
      "tenants/acme.yaml": "a",
      "tenants/acme-2026.pem": "p",
      "edge-2026.pem": "e",
      "localhost-key.pem": "nobody's business",
      "README.md": "",
      "tenants/NOTES.md": "",
    });
    expect(readFolder("fleet")).toEqual({
      sources: {
        fleet: { path: "fleet/fleet.yaml", text: "f: ./edge-2026.pem" },
        tenants: [
          { path: "fleet/tenants/acme.yaml", text: "a" },
          { path: "fleet/tenants/zoo.yaml", text: "z" },
        ],
        certificates: [{ path: "fleet/tenants/acme-2026.pem", text: "p" }],
        fleetCertificates: [{ path: "fleet/edge-2026.pem", text: "e" }],
      },
      problems: [],
    });
  });

  test("takes an empty tenants folder for a fleet without tenants", () => {
    write({ "fleet.yaml": "", "tenants/.gitkeep": "" });
    expect(readFolder("fleet")).toMatchObject({ sources: { tenants: [] }, problems: [] });
  });

  test.each([
    ["a folder that isn't there", {}, ["fleet:1:1: can't read this folder (it does not exist)"]],
    ["a missing fleet file", { "tenants/": "" }, ["fleet/fleet.yaml:1:1: can't read this file (it does not exist)"]],
    [
      "a fleet file that is a folder",
      { "fleet.yaml/": "", "tenants/": "" },
      ["fleet/fleet.yaml:1:1: can't read this file (it is a folder)"],
    ],
    [
      "a missing tenants folder",
      { "fleet.yaml": "" },
      ["fleet/tenants:1:1: can't read this folder (it does not exist)"],
    ],
    [
      "tenants that are a file",
      { "fleet.yaml": "", tenants: "" },
      ["fleet/tenants:1:1: can't read this folder (it is not a folder)"],
    ],
    [
      "text that isn't UTF-8",
      { "fleet.yaml": Uint8Array.of(0x61, 0xff), "tenants/": "" },
      ["fleet/fleet.yaml:1:2: can't read this file (it is not UTF-8 text: the byte 0xFF stands here)"],
    ],
    [
      "text of another time, at the letter that can't be read",
      {
        "fleet.yaml": Buffer.from("a: \ufffd\r\nna\u00efve: \u{1f389} Gr\xf6\xdfe", "utf8"),
        "tenants/acme.yaml": latin1Behind("a: \ufffd\r\n\u{1f389}: Gr"),
      },
      ["fleet/tenants/acme.yaml:2:7: can't read this file (it is not UTF-8 text: the byte 0xF6 stands here)"],
    ],
    ...[true, false].map((isMarked): [string, Record<string, string | Uint8Array>, string[]] => [
      `UTF-16 ${isMarked ? "with" : "without"} its mark`,
      {
        "fleet.yaml": "",
        "tenants/acme.yaml": Buffer.from(`${isMarked ? "\ufeff" : ""}name: Gr\xf6\xdfe\n`, "utf16le"),
        "tenants/b.yaml": Buffer.from(`${isMarked ? "\ufeff" : ""}name: Gr\xf6\xdfe\n`, "utf16le").swap16(),
      },
      ["acme", "b"].map(
        (name) => `fleet/tenants/${name}.yaml:1:1: can't read this file (it is UTF-16 text: save it as UTF-8)`,
      ),
    ]),
    [
      "tenant files that would be overlooked",
      { "fleet.yaml": "", "tenants/acme.yml": "", "tenants/zoo.YAML": "", "tenants/eu/init.yaml": "" },
      [
        "fleet/tenants/acme.yml:1:1: rename it to end in .yaml",
        "fleet/tenants/eu:1:1: is a folder: tenant files stand directly in tenants/",
        "fleet/tenants/zoo.YAML:1:1: rename it to end in .yaml",
      ],
    ],
  ])("reports %s", (_, files: Record<string, string | Uint8Array>, expected) => {
    write(files);
    expect(problems("fleet").sort()).toEqual(expected);
  });

  test("neither hangs at what never ends or never begins, nor reads a file of any length", () => {
    write({ "fleet.yaml": "", "tenants/acme.yaml": "a" });
    const entry = (name: string) => join(home, "fleet", "tenants", name);
    symlinkSync("/dev/zero", entry("device.yaml"));
    execFileSync("mkfifo", [entry("pipe.yaml")]);
    symlinkSync("circle.yaml", entry("circle.yaml"));
    symlinkSync("nowhere", entry("broken.yaml"));
    symlinkSync(home, entry("folder"));
    symlinkSync("acme.yaml", entry("same.yaml"));
    writeFileSync(entry("long.yaml"), "");
    truncateSync(entry("long.yaml"), 1024 * 1024 + 1);
    expect(problems("fleet").sort()).toEqual([
      "fleet/tenants/broken.yaml:1:1: can't read this file (it does not exist)",
      "fleet/tenants/circle.yaml:1:1: can't read this file (its links lead in a circle)",
      "fleet/tenants/device.yaml:1:1: can't read this file (it is not a file but a device, a pipe or a socket)",
      "fleet/tenants/folder:1:1: is a folder: tenant files stand directly in tenants/",
      "fleet/tenants/long.yaml:1:1: can't read this file (it is larger than 1 MB)",
      "fleet/tenants/pipe.yaml:1:1: can't read this file (it is not a file but a device, a pipe or a socket)",
    ]);
    expect(readFolder("fleet").sources.tenants).toEqual([
      { path: "fleet/tenants/acme.yaml", text: "a" },
      { path: "fleet/tenants/same.yaml", text: "a" },
    ]);
  });

  test("reports every problem of a folder at once", () => {
    write({ "tenants/a.yml": "" });
    expect(problems("fleet")).toHaveLength(2);
  });
});

describe("paths in messages", () => {
  test.each([
    ["fleet", "fleet/fleet.yaml"],
    ["./fleet", "fleet/fleet.yaml"],
    ["fleet/", "fleet/fleet.yaml"],
    ["beside/../fleet", "fleet/fleet.yaml"],
  ])("of the folder %s start as it was written", (directory, path) => {
    write({ "tenants/": "", "../beside/": "" });
    expect(problems(directory)).toEqual([`${path}:1:1: can't read this file (it does not exist)`]);
  });

  test("of a folder further up say so", () => {
    write({ "tenants/": "", "../beside/": "" });
    process.chdir(join(home, "beside"));
    expect(problems("../fleet")).toEqual(["../fleet/fleet.yaml:1:1: can't read this file (it does not exist)"]);
  });

  test("of the current folder are the bare names", () => {
    write({ "tenants/": "" });
    process.chdir(join(home, "fleet"));
    expect(problems(".")).toEqual(["fleet.yaml:1:1: can't read this file (it does not exist)"]);
  });

  test("of an absolute folder start with its own name, on every machine", () => {
    write({ "tenants/": "" });
    expect(problems(join(home, "fleet"))).toEqual(["fleet/fleet.yaml:1:1: can't read this file (it does not exist)"]);
  });
});

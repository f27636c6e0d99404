import { chmod, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checksumFault, writeChecksums } from "../../engine/checksums.ts";
import { executable, temporaryFolder } from "./machine.ts";

/** A folder of the cache with a program and a text, as they were put there. */
async function folder(): Promise<string> {
  const folder = temporaryFolder();
  await executable(join(folder, "bin", "program"), "exit 0");
  await writeFile(join(folder, "text"), "as it was");
  await writeChecksums(folder);
  return folder;
}

/** The digests and stamps that a folder's checksums hold. */
const checksums = async (folder: string): Promise<Record<string, { sha256: string; stamp: string }>> =>
  JSON.parse(await readFile(join(folder, "checksums.json"), "utf8"));

const saveChecksums = (folder: string, content: unknown) =>
  writeFile(join(folder, "checksums.json"), JSON.stringify(content));

describe(checksumFault, () => {
  test("a folder that is as it was made has none", async () => {
    expect(await checksumFault(await folder())).toBeUndefined();
  });

  test.each<[string, (folder: string) => Promise<unknown>, string]>([
    [
      "a file was changed",
      (at) => writeFile(join(at, "text"), "otherwise"),
      "/text is not the file that was put there.",
    ],
    [
      "a program was changed",
      (at) => executable(join(at, "bin/program"), "exit 1"),
      "/bin/program is not the file that was put there.",
    ],
    ["a file was removed", (at) => rm(join(at, "bin/program")), "/bin/program is gone."],
    [
      "a file was added",
      (at) => executable(join(at, "bin/plugin"), "exit 0"),
      "/bin/plugin was not put there by tenantry.",
    ],
    [
      "a link was added",
      (at) => symlink("program", join(at, "bin/plugin")),
      "/bin/plugin was not put there by tenantry.",
    ],
    ["others can read it", (at) => chmod(at, 0o740), " belongs to another user, or is open to others."],
    ["others can write to it", (at) => chmod(at, 0o702), " belongs to another user, or is open to others."],
    [
      "its checksums are gone",
      (at) => rm(join(at, "checksums.json")),
      " has no checksums.json that says what was put there.",
    ],
    [
      "its checksums are cut off",
      (at) => writeFile(join(at, "checksums.json"), '{"text":'),
      " has no checksums.json that says what was put there.",
    ],
    ["its checksums are none", (at) => saveChecksums(at, 7), " has no checksums.json that says what was put there."],
  ])("%s", async (_, change, fault) => {
    const at = await folder();
    await change(at);
    expect(await checksumFault(at)).toBe(at + fault);
  });

  test("a change that keeps size and time of a file is seen", async () => {
    const at = await folder();
    const { atime, mtime } = await stat(join(at, "text"));
    await writeFile(join(at, "text"), "as it wos");
    await utimes(join(at, "text"), atime, mtime);
    expect(await checksumFault(at)).toBe(`${at}/text is not the file that was put there.`);
  });

  test("a file that is whole and only looks new is read once, and its stamp is kept", async () => {
    const at = await folder();
    const before = await checksums(at);
    await utimes(join(at, "text"), 1, 1);
    expect(await checksumFault(at)).toBeUndefined();
    const after = await checksums(at);
    expect(after.text?.stamp).not.toBe(before.text?.stamp);
    expect(after).toEqual({ ...before, text: { sha256: before.text?.sha256, stamp: after.text?.stamp } });
    expect(await readdir(at)).toEqual(["bin", "checksums.json", "text"]);
  });

  test("a file whose stamp is known is not read again", async () => {
    const at = await folder();
    const { text, ...others } = await checksums(at);
    await saveChecksums(at, { ...others, text: { ...text, sha256: "of something else" } });
    expect(await checksumFault(at)).toBeUndefined();
  });
});

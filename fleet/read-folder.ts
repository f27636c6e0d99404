import { isUtf8 } from "node:buffer";
import { closeSync, constants, type Dirent, fstatSync, openSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import type { Problem } from "./fleet-error.ts";
import type { SourceObject } from "./object-file.ts";
import { MAX_FILE_BYTES, type SourceFile } from "./yaml-file.ts";

/** The texts of a fleet's folder. `fleet` is absent, and tenants are missing, where `problems` says why. */
export type FleetSources = {
  readonly fleet?: SourceFile | SourceObject;
  readonly tenants: readonly (SourceFile | SourceObject)[];
  /** What tenants' files may name. */
  readonly certificates?: readonly SourceFile[];
  /** What `fleet.yaml` may name. */
  readonly fleetCertificates?: readonly SourceFile[];
};

/** Those that a folder has: files alone. */
export type FolderSources = Omit<FleetSources, "fleet" | "tenants"> & {
  readonly fleet?: SourceFile;
  readonly tenants: readonly SourceFile[];
};

/**
 * Reads `fleet.yaml`, `tenants/*.yaml` and certificates beside them of one folder, and nothing else: beside tenants' files all
 * `*.pem`, beside `fleet.yaml`, where a program and its keys may be as well, those that it names. Every entry of `tenants/`
 * that looks as if it were meant as a tenant but wouldn't be read is a problem: a tenant that is overlooked is a tenant that
 * gets deleted.
 * @param needs whether there has to be `fleet.yaml`, and `tenants/`. @default both
 */
export function readFolder(
  directory: string,
  needs: { readonly fleet: boolean; readonly tenants: boolean } = { fleet: true, tenants: true },
): { sources: FolderSources; problems: Problem[] } {
  const problems: Problem[] = [];
  const shown = shownPath(directory);
  const fail = (path: string, message: string, { line, column } = { line: 1, column: 1 }) => {
    problems.push({ file: path, line, column, message });
    return undefined;
  };
  const list = (...folder: string[]): Dirent[] | undefined => {
    const path = shown(...folder);
    try {
      return readdirSync(join(directory, ...folder), { withFileTypes: true });
    } catch (error) {
      return fail(path, `can't read this folder (${reason(error)})`);
    }
  };
  const read = (...file: string[]): SourceFile | undefined => {
    const path = shown(...file);
    try {
      const bytes = bytesOf(join(directory, ...file));
      if (isUtf8(bytes)) return { path, text: new TextDecoder().decode(bytes) };
      if (isUtf16(bytes)) return fail(path, "can't read this file (it is UTF-16 text: save it as UTF-8)");
      const { byte, ...place } = firstUnreadable(bytes);
      return fail(path, `can't read this file (it is not UTF-8 text: the byte ${byte} stands here)`, place);
    } catch (error) {
      return fail(path, `can't read this file (${reason(error)})`);
    }
  };
  /** Also behind a link, which the listing does not follow. */
  const isFolder = (...path: string[]): boolean => {
    try {
      return statSync(join(directory, ...path)).isDirectory();
    } catch {
      return false; // Reading it says why.
    }
  };

  const beside = list();
  if (beside === undefined) return { sources: { tenants: [] }, problems };
  const fleet = needs.fleet ? read("fleet.yaml") : undefined;
  const names: string[] = [];
  const certificates: string[] = [];
  const isThere = needs.tenants || beside.some(({ name }) => name === "tenants");
  for (const entry of (isThere && list("tenants")) || []) {
    if (entry.name.startsWith(".")) continue;
    if (isFolder("tenants", entry.name))
      fail(shown("tenants", entry.name), "is a folder: tenant files stand directly in tenants/");
    else if (entry.name.endsWith(".yaml")) names.push(entry.name);
    else if (entry.name.endsWith(".pem")) certificates.push(entry.name);
    else if (/\.ya?ml$/i.test(entry.name)) fail(shown("tenants", entry.name), "rename it to end in .yaml");
  }
  const readAll = (all: string[], ...folder: string[]) => all.sort().flatMap((name) => read(...folder, name) ?? []);
  const isNamed = (name: string) => name.endsWith(".pem") && fleet?.text.includes(`./${name}`);
  return {
    sources: {
      ...(fleet && { fleet }),
      tenants: readAll(names, "tenants"),
      certificates: readAll(certificates, "tenants"),
      fleetCertificates: readAll(beside.map(({ name }) => name).filter(isNamed)),
    },
    problems,
  };
}

/** As Windows wrote it for long: with its mark at the beginning, or with every other byte of the first letters empty. */
const isUtf16 = (bytes: Buffer): boolean =>
  ["fffe", "feff"].includes(bytes.toString("hex", 0, 2)) || (bytes[0] === 0) !== (bytes[1] === 0);

/** The first byte that is no UTF-8, as `0xFF`, and where it stands. */
function firstUnreadable(bytes: Buffer): { line: number; column: number; byte: string } {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  let [offset, before] = [0, 0];
  // What can't be read became U+FFFD, which may stand in a text as well.
  for (const { index } of text.matchAll(/\ufffd/g)) {
    offset += Buffer.byteLength(text.slice(before, index));
    before = index;
    if (bytes.toString("hex", offset, offset + 3) !== "efbfbd") break;
  }
  const lines = text.slice(0, before).split("\n");
  const byte = `0x${(bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, byte };
}

/** A link may lead to what never ends, or to what waits until somebody writes: only a file is read, and nothing is waited for. */
function bytesOf(path: string): Buffer {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) throw new Error("it is a folder");
    if (!stats.isFile()) throw new Error("it is not a file but a device, a pipe or a socket");
    if (stats.size > MAX_FILE_BYTES) throw new Error(`it is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * How paths of the fleet read in messages: under the folder as the caller wrote it, so that a terminal can open them; an
 * absolute folder is cut down to its own name, so that messages don't depend on the machine.
 */
const shownPath =
  (directory: string) =>
  (...parts: string[]): string =>
    join(isAbsolute(directory) ? basename(directory) : directory, ...parts).replaceAll("\\", "/");

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "it does not exist";
  if (code === "ENOTDIR") return "it is not a folder";
  if (code === "EACCES") return "permission denied";
  if (code === "ENXIO") return "it is not a file but a device, a pipe or a socket";
  if (code === "ELOOP") return "its links lead in a circle";
  return code ?? (error as Error).message;
}

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";

/** Stands in every folder of the cache, and says what was put there. */
const file = "checksums.json";

interface Checksum {
  readonly sha256: string;
  /** What the file system said of the file when its digest was last taken. Whoever changes the file changes this. */
  readonly stamp: string;
}
type Checksums = Record<string, Checksum>;

/** Makes a folder private to this user and writes down the digests of all files in it. */
export async function writeChecksums(folder: string): Promise<void> {
  const checksums: Checksums = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    await chmod(path, entry.isDirectory() || (await stat(path)).mode & 0o100 ? 0o700 : 0o600);
    if (entry.isDirectory()) continue;
    // The stamp comes first: a file that changes while it is read has another one afterwards.
    checksums[relative(folder, path)] = { stamp: await stampOf(path), sha256: await digestOf(path) };
  }
  await chmod(folder, 0o700);
  await save(folder, checksums);
}

/**
 * Why a folder is not what was put there; undefined if it is. It must belong to this user and be open to no other, and
 * hold the same files with the same digests. Digests are taken again only of files whose stamp is another one: reading
 * the 110 MB of an engine at each start takes a quarter of a second.
 */
export async function checksumFault(folder: string): Promise<string | undefined> {
  if (await isOpenToOthers(folder)) return `${folder} belongs to another user, or is open to others.`;
  const checksums = await load(folder);
  if (!checksums) return `${folder} has no ${file} that says what was put there.`;

  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith(file));
  const added = found.find((path) => !(path in checksums));
  if (added) return `${join(folder, added)} was not put there by tenantry.`;

  const fresh: Checksums = {};
  for (const [path, { sha256, stamp }] of Object.entries(checksums)) {
    if (!found.includes(path)) return `${join(folder, path)} is gone.`;
    const now = await stampOf(join(folder, path));
    if (now !== stamp && (await digestOf(join(folder, path))) !== sha256) {
      return `${join(folder, path)} is not the file that was put there.`;
    }
    fresh[path] = { sha256, stamp: now };
  }
  const isRestamped = Object.entries(fresh).some(([path, { stamp }]) => stamp !== checksums[path]?.stamp);
  if (isRestamped) await save(folder, fresh).catch(() => {}); // a cache that cannot be written is read each time
  return undefined;
}

async function isOpenToOthers(folder: string): Promise<boolean> {
  if (process.getuid === undefined) return false; // Windows: a user's folders are private by inheritance
  const { uid, mode } = await stat(folder);
  return uid !== process.getuid() || (mode & 0o077) !== 0;
}

async function stampOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

async function load(folder: string): Promise<Checksums | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(join(folder, file), "utf8"));
    return typeof read === "object" && read !== null ? (read as Checksums) : undefined;
  } catch {
    return undefined;
  }
}

/** In one piece: another process may be reading it. */
async function save(folder: string, checksums: Checksums): Promise<void> {
  const part = join(folder, `${file}.${process.pid}.part`);
  await writeFile(part, JSON.stringify(checksums), { mode: 0o600 });
  await rename(part, join(folder, file));
}

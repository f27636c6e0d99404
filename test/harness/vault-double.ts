import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a secret holds. */
export type Held = Readonly<Record<string, string>>;

/**
 * A server with the routes of Vault's key/value engine, version 2, that its provider uses, and a plugin that stands for the
 * provider: `pulumi-resource-vault`, which the engine finds on PATH. Source: developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2
 */
export interface VaultDouble {
  /** What a run needs to find both. */
  readonly environment: Readonly<Record<string, string>>;
  /** The newest versions that are not deleted, by path. */
  held(): ReadonlyMap<string, Held>;
  /** How many versions there are of each secret that is not gone with all of them. */
  versions(): Readonly<Record<string, number>>;
  /** While true, nobody is let in. */
  sealed: boolean;
  /** After each write, before its answer. */
  onWrite: (() => Promise<void>) | undefined;
  close(): Promise<void>;
}

export async function startVault(): Promise<VaultDouble> {
  const token = "hvs.CAESI-of-the-test";
  const secrets = new Map<string, (Held | undefined)[]>();

  type Answer = readonly [status: number, body?: unknown];
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    if (double.sealed) return [503, { errors: ["Vault is sealed"] }];
    if (request.headers["x-vault-token"] !== token) return [403, { errors: ["permission denied"] }];
    const [, mount, part, name] = /^\/v1\/([^/]+)\/(data|metadata)\/(.+)$/.exec(request.url ?? "") ?? [];
    const path = `${mount}/${name}`;
    const route = `${request.method} ${part}`;
    if (route === "POST data") {
      secrets.set(path, [...(secrets.get(path) ?? []), JSON.parse(await textOf(request)).data]);
      await double.onWrite?.();
      return [200, { data: { version: secrets.get(path)?.length } }];
    }
    if (route === "DELETE data") {
      const versions = secrets.get(path);
      if (versions) versions[versions.length - 1] = undefined;
    } else if (route === "DELETE metadata") {
      secrets.delete(path);
    } else {
      return [404, { errors: [] }];
    }
    await double.onWrite?.();
    return [204];
  };

  const server = createServer(async (request, response) => {
    const failed = ({ message }: Error): Answer => [500, { errors: [message] }];
    const [status, body] = await answer(request).catch(failed);
    response.writeHead(status, { "content-type": "application/json" }).end(body && JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  const bin = mkdtempSync(join(tmpdir(), "tenantry-vault-"));
  const plugin = join(bin, "pulumi-resource-vault");
  const main = fileURLToPath(new URL("vault-plugin.ts", import.meta.url));
  writeFileSync(plugin, `#!/bin/sh\nexec '${process.execPath}' '${main}'\n`);
  chmodSync(plugin, 0o700);

  const double: VaultDouble = {
    environment: {
      PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`,
      VAULT_ADDR: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      VAULT_TOKEN: token,
    },
    held: () => new Map([...secrets].map(([path, versions]) => [path, versions.at(-1)] as const).filter(isHeld)),
    versions: () => Object.fromEntries([...secrets].map(([path, versions]) => [path, versions.length])),
    sealed: false,
    onWrite: undefined,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(bin, { recursive: true, force: true });
    },
  };
  return double;
}

const isHeld = (entry: readonly [string, Held | undefined]): entry is readonly [string, Held] => entry[1] !== undefined;

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const bytes of request) text += bytes;
  return text;
}

import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as vault from "@pulumi/vault";
import { Fleet } from "tenantry";
import { writeDotenv } from "./dotenv.ts";
import { together, valuesOf } from "./names.ts";

const config = new pulumi.Config();
const keepIn = config.require("keepIn");
if (keepIn !== "vault" && keepIn !== "dotenv")
  throw new pulumi.RunError(`keepIn is ${keepIn}: run pulumi config set keepIn vault, or dotenv`);

const fleet = new Fleet("fleet", { directory: import.meta.dirname });
const owners = new Map(
  [["catalogue", fleet.catalogue] as const, ...fleet.tenants].map(([owner, shown]) => [owner, valuesOf(owner, shown)]),
);

/** Where whoever needs the values reads them; no secret. */
export const readFrom = keepIn === "vault" ? inVault() : inDotenv();

/** One secret for each owner, so that a program can be let into one and not into the others. */
function inVault() {
  const kept = [...owners]
    .filter(([, values]) => Object.keys(values).length > 0)
    .map(([owner, values]) => {
      const secret = new vault.kv.SecretV2(owner, {
        mount: config.require("mount"),
        name: `tenantry/${pulumi.getStack()}/${owner}`,
        dataJson: pulumi.jsonStringify(values),
        deleteAllVersions: true, // Otherwise what a tenant leaves behind are all versions but the newest.
      });
      return [owner, { path: secret.path, fields: Object.keys(values) }] as const;
    });
  return Object.fromEntries(kept);
}

/** For local work: a file beside the program. It is written once all values are known, and so never by a preview. */
function inDotenv() {
  const values = together(owners);
  const written = pulumi.output(values).apply((known) => {
    if (!pulumi.runtime.isDryRun()) writeDotenv(join(import.meta.dirname, ".env"), known);
    return ".env";
  });
  return { file: pulumi.unsecret(written), fields: Object.keys(values) };
}

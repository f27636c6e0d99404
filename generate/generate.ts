import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withCoverageTable } from "./coverage-table.ts";
import { fieldReference } from "./field-reference.ts";
import { fileSchemas } from "./file-schemas.ts";
import { withPolicyTable } from "./policy-table.ts";
import { withNewLines } from "./provider-lines.ts";
import { removalWords } from "./removal-words.ts";
import { PROVIDERS, resourceFiles } from "./resource-files.ts";
import { withResourceTables } from "./resource-tables.ts";
import { vendorIndex } from "./vendor-index.ts";

/** Writes everything that follows from the files of resources, and from the fields of a fleet. */
export async function generate(): Promise<void> {
  const vendors = resourceFiles();
  for (const [vendor, resources] of vendors) {
    writeFileSync(join(PROVIDERS, vendor, "index.ts"), vendorIndex(resources));
  }

  const page = join(PROVIDERS, "../docs/resources.md");
  writeFileSync(page, await withResourceTables(readFileSync(page, "utf8"), vendors));

  const refresh = join(PROVIDERS, "../docs/refresh.md");
  writeFileSync(refresh, await withCoverageTable(readFileSync(refresh, "utf8"), vendors));
  writeFileSync(join(PROVIDERS, "../cli/preview/removals.ts"), removalWords(vendors));

  const policies = join(PROVIDERS, "../docs/policies.md");
  writeFileSync(policies, withPolicyTable(readFileSync(policies, "utf8")));

  const pinned = join(PROVIDERS, "../test/providers/provider-lines.json");
  const lines = withNewLines(JSON.parse(readFileSync(pinned, "utf8")), vendors);
  writeFileSync(pinned, `${JSON.stringify(lines, null, 2)}\n`);

  const schemas = join(PROVIDERS, "../schemas");
  mkdirSync(schemas, { recursive: true });
  const ofFiles = fileSchemas();
  for (const [name, text] of Object.entries(ofFiles)) writeFileSync(join(schemas, name), text);
  writeFileSync(join(PROVIDERS, "../docs/fields.md"), fieldReference(ofFiles));
}

/** `npm run new -- openai:Group` */
import { existsSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { generate } from "./generate.ts";
import { newResource } from "./new-resource.ts";
import { resourceFiles } from "./resource-files.ts";

const [token = ""] = process.argv.slice(2);
const files = newResource(token, [...resourceFiles().keys()]);
if (typeof files === "string") stop(files);
const present = files.filter(({ path }) => existsSync(path)).map(({ path }) => relative(".", path));
if (present.length > 0) stop(`already there: ${present.join(", ")}`);

for (const { path, text } of files) writeFileSync(path, text);
await generate();
console.log(`${files.map(({ path }) => relative(".", path)).join("\n")}

Replace every TODO, then run \`npm run generate\` and \`npm test\`.`);

function stop(reason: string): never {
  console.error(reason);
  process.exit(1);
}

// The engine's entry to the pack. It is CommonJS and not compiled, so that it can say when the rest is missing.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const pack = join(__dirname, "..", "dist", "policies", "pack.js");
if (!existsSync(pack)) {
  console.error(`The policy pack is not compiled, ${pack} is missing: run \`npx tsc -p tsconfig.build.json\` first.`);
  process.exit(32); // tells the engine that the user knows already
}
require(pack);

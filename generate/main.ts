import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** `npm run generate` */
execFileSync(process.execPath, [join(import.meta.dirname, "policy-rules.ts")], { stdio: "inherit" });
const { generate } = await import("./generate.ts");
await generate();

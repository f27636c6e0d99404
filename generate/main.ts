/** `npm run generate` */
import { generate } from "./generate.ts";

await generate();

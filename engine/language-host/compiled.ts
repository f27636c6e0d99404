import { enableCompileCache } from "node:module";
import { join, sep } from "node:path";

const MODULES = `${sep}node_modules${sep}`;

/**
 * Has Node keep the compiled code of what this process loads, and take it from there the next time, in a folder beside the
 * installed packages: whoever may write there may change them anyway. Where nobody may, nothing is kept.
 *
 * @param installed a file of an installed package
 */
export function keepCompiled(installed: string): void {
  const packages = installed.slice(0, installed.lastIndexOf(MODULES) + MODULES.length);
  enableCompileCache(process.env.NODE_COMPILE_CACHE ?? join(packages, ".cache", "tenantry", "compiled"));
}

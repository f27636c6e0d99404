import { Command } from "commander";
import { openStack } from "../pulumi.ts";

interface Options {
  readonly stack?: string;
  readonly yes?: true;
}

/** Replaces a key, whatever its declaration says: what one does when it has leaked. Run where `pulumi up` is run. */
export const rotateCommand = (): Command =>
  new Command("rotate")
    .description(
      "replace a key or a client secret: the new one is made, then the old one ends, after its overlap if it has one",
    )
    .argument("<tenant>", "whose it is; catalogue for one that all tenants share")
    .argument(
      "<key>",
      "an API key's name, <service account>/<key>, or <application>/<secret>; with /<epoch> where it rotates",
    )
    .option("--stack <name>", "the stack; without it the one that is selected")
    .option("--yes", "do it without asking")
    .action(rotate);

async function rotate(tenant: string, key: string, { stack, yes }: Options): Promise<void> {
  // Every resource has to be known for it, and Pulumi's SDK with them: other commands start without.
  const { keyToRotate } = await import("../key-to-rotate.ts");
  const { resources, run } = await openStack(stack);
  const urn = keyToRotate(resources, tenant, key);
  // Whoever takes in the value has to get the new one; everything else in the program stays as it is.
  await run(["up", "--target-replace", urn, "--target-dependents", ...(yes ? ["--yes"] : [])]);
}

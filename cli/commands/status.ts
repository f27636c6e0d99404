import { Command } from "commander";
import { openStack } from "../pulumi.ts";
import { tenantStatus } from "../tenant-status.ts";

/** Tells what the stack knows of its tenants. It asks no vendor. Run where `pulumi up` is run. */
export const statusCommand = (): Command =>
  new Command("status")
    .description("how the stack's tenants stand, as of its last run or refresh: single sign-on, and what MFA rests on")
    .argument("[tenant]", "one of them")
    .option("--stack <name>", "the stack; without it the one that is selected")
    .action(async (tenant: string | undefined, { stack }: { readonly stack?: string }) => {
      const { resources } = await openStack(stack);
      console.log(tenantStatus(resources, tenant));
    });

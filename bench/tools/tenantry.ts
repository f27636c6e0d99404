import { createFleetFolder, type Environment } from "../../test/e2e/fleet-folder.ts";
import { fleetOf } from "../fleet.ts";
import type { Step, Tool } from "./tool.ts";

const AS_README_SAYS: Environment = { PULUMI_SKIP_CHECKPOINTS: "true" };

type Options = NonNullable<Parameters<typeof createFleetFolder>[2]>;

/** Tenantry with its own estate at the vendors, or at those that are given. */
export function tenantry(
  parallel: number,
  {
    name = "Tenantry",
    environment = AS_README_SAYS,
    plays,
    upTo,
    ...options
  }: Options & Partial<Pick<Tool, "name" | "plays" | "upTo">> & { readonly environment?: Environment },
): Tool {
  const words: Record<Step, readonly string[]> = {
    make: ["up", "--skip-preview", "--yes"],
    plan: ["preview", "--expect-no-changes"],
    "plan with refresh": ["preview", "--refresh", "--expect-no-changes"],
    refresh: ["refresh", "--skip-preview", "--yes", "--expect-no-changes"],
    apply: ["up", "--skip-preview", "--yes"],
    destroy: ["destroy", "--skip-preview", "--yes"],
  };
  return {
    name,
    ...(plays && { plays }),
    ...(upTo && { upTo }),
    async open() {
      const folder = await createFleetFolder("bench", fleetOf(0), { engineLog: true, ...options });
      return {
        emulators: folder.emulators,
        declare(tenants, variant) {
          for (const [file, text] of Object.entries(fleetOf(tenants, variant))) folder.write(file, text);
        },
        command: (step) => ({
          file: "pulumi",
          args: [...words[step], "--parallel", String(parallel), "--non-interactive", "--color=never"],
          cwd: folder.path,
          environment: { ...folder.environment, NODE_COMPILE_CACHE: undefined, ...environment },
        }),
        state() {
          const text = folder.storedState();
          const { checkpoint } = JSON.parse(text) as { checkpoint: { latest?: { resources?: unknown[] } } };
          return { bytes: Buffer.byteLength(text), resources: checkpoint.latest?.resources?.length ?? 0 };
        },
        close: () => folder.close(),
      };
    },
  };
}

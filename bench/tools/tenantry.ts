import { createFleetFolder, type Environment } from "../../test/e2e/fleet-folder.ts";
import { fleetOf } from "../fleet.ts";
import type { Step, Tool } from "./tool.ts";

type Options = NonNullable<Parameters<typeof createFleetFolder>[2]>;

/** Tenantry as docs/performance.md says to run it: `environment` is what it says to set. */
export function tenantry(
  name: string,
  parallel: number,
  environment: Environment,
  { plays, upTo, ...options }: Options & Pick<Tool, "plays" | "upTo"> = {},
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
      const folder = await createFleetFolder("bench", fleetOf(0), {
        workos: { limits: "vendor" },
        engineLog: true,
        ...options,
      });
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

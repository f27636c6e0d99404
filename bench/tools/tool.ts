import type { Emulators, startEmulators } from "../../emulators/index.ts";
import type { FleetVariant } from "../fleet.ts";

/** How the vendors are: their latency and limits. */
export type VendorOptions = NonNullable<Parameters<typeof startEmulators>[0]>;

/** What a tool is asked to do. Each has its own words for it. */
export type Step = "make" | "plan" | "plan with refresh" | "refresh" | "apply" | "destroy";

/** A command line, in an environment that holds nothing else of this machine's settings. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A tool in a folder of its own, with an estate of its own at the vendors. */
export interface Workplace {
  readonly emulators: Emulators;
  declare(tenants: number, variant?: FleetVariant): void;
  command(step: Step): Command;
  /** The state as it lies on disk. */
  state(): { readonly bytes: number; readonly resources: number };
  close(): Promise<void>;
}

export interface Tool {
  readonly name: string;
  /** The one chapter that it has a part in. @default all */
  readonly plays?: string;
  /** The most tenants that it is tried with. @default any number */
  readonly upTo?: number;
  open(): Promise<Workplace>;
}

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulators } from "../../emulators/index.ts";
import type { FleetVariant } from "../fleet.ts";
import type { Command, Step, Tool, VendorOptions } from "./tool.ts";

/** Where Terraform is, and a folder from which it may install the provider `osodevops/workos` ("filesystem mirror"). */
export interface TerraformFiles {
  readonly binary: string;
  readonly mirror: string;
}

/** Terraform with the community's provider for WorkOS, as shipped. */
export function terraform({ binary, mirror }: TerraformFiles, vendors: VendorOptions): Tool {
  const words: Record<Step, readonly string[]> = {
    make: ["apply", "-auto-approve"],
    plan: ["plan", "-detailed-exitcode"],
    "plan with refresh": ["plan", "-detailed-exitcode"],
    refresh: ["apply", "-refresh-only", "-auto-approve"],
    apply: ["apply", "-auto-approve"],
    destroy: ["destroy", "-auto-approve"],
  };
  return {
    name: "Terraform",
    async open() {
      const emulators = await startEmulators(vendors);
      const cwd = mkdtempSync(join(tmpdir(), "bench-terraform-"));
      const { PATH, HOME } = process.env;
      const environment = {
        ...{ PATH, HOME },
        CHECKPOINT_DISABLE: "true",
        TF_IN_AUTOMATION: "true",
        TF_CLI_CONFIG_FILE: join(cwd, "terraform.rc"),
        WORKOS_API_KEY: emulators.workos.apiKey,
      };
      writeFileSync(
        join(cwd, "terraform.rc"),
        `provider_installation {\n  filesystem_mirror { path = ${JSON.stringify(mirror)} }\n}\n`,
      );
      const declare = (tenants: number, { changed = false }: FleetVariant = {}) =>
        writeFileSync(join(cwd, "main.tf"), configuration(emulators.workos.url, tenants, changed));
      declare(0);
      execFileSync(binary, ["init", "-no-color"], { cwd, env: environment, stdio: "pipe" });
      const command = (step: Step): Command => {
        const args = [...words[step], "-no-color", "-input=false"];
        return { file: binary, args, cwd, environment };
      };
      return {
        emulators,
        declare,
        command,
        state() {
          const file = join(cwd, "terraform.tfstate");
          const { resources } = JSON.parse(readFileSync(file, "utf8")) as { resources: { instances: unknown[] }[] };
          return { bytes: statSync(file).size, resources: resources.flatMap(({ instances }) => instances).length };
        },
        async close() {
          await emulators.close();
          rmSync(cwd, { recursive: true, force: true });
        },
      };
    },
  };
}

/** The fleet of `fleet.ts` in Terraform's words. */
function configuration(url: string, tenants: number, changed: boolean): string {
  return `terraform {
  required_providers {
    workos = { source = "osodevops/workos" }
  }
}

provider "workos" {
  base_url = ${JSON.stringify(url)}
}

locals {
  tenants = { for number in range(1, ${tenants + 1}) : format("customer-%05d", number) => number }
}

resource "workos_organization" "tenant" {
  for_each    = local.tenants
  name        = each.value == 1 && ${changed} ? "Renamed" : "Customer \${each.value}"
  external_id = each.key
}

resource "workos_organization_role" "engineer" {
  for_each        = local.tenants
  organization_id = workos_organization.tenant[each.key].id
  slug            = "org-engineer"
  name            = "Engineer"
}
`;
}

import { PolicyPack } from "@pulumi/policy";
import { rules } from "./index.ts";

// Constructing the pack starts its server: this module is for the engine alone (PulumiPolicy.yaml), rules are in index.ts.
new PolicyPack("tenantry", { policies: [...rules] });

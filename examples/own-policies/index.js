import { PolicyPack } from "@pulumi/policy";
import { rules } from "tenantry/policies";
import { oursKeysArePaidFor } from "./keys-are-paid-for.js";

// One pack for both: `pulumi preview --policy-pack policies`.
new PolicyPack("ours", { policies: [...rules, oursKeysArePaidFor] });

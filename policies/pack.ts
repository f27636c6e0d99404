import { createRequire } from "node:module";
import { PolicyPack } from "@pulumi/policy";
import { rules } from "./index.ts";

/** The SDK's module that makes values of what the engine sends. It is asked anew for each rule, with the same message each time. */
const sdk: { deserializeProperties?: (message: object, keepsSecrets: boolean) => object } = createRequire(
  import.meta.url,
)("@pulumi/policy/deserialize");

const { deserializeProperties } = sdk;
if (deserializeProperties) {
  const made = new WeakMap<object, object>();
  sdk.deserializeProperties = (message, keepsSecrets) => {
    const value = keepsSecrets ? undefined : made.get(message);
    if (value !== undefined) return value;
    const properties = deserializeProperties(message, keepsSecrets);
    if (!keepsSecrets) made.set(message, properties);
    return properties;
  };
}

// Constructing the pack starts its server: this module is for the engine alone (PulumiPolicy.yaml), rules are in index.ts.
new PolicyPack("tenantry", {
  policies: rules.filter(({ validateResource, validateStack }) => validateResource ?? validateStack),
});

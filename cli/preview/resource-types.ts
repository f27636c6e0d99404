import type { ResourceType } from "../../providers/host/resource-type.ts";

/** All definitions, by their tokens. Every resource has to be known for it, and Pulumi's SDK with them: other commands start without. */
export async function resourceTypes(): Promise<(token: string) => ResourceType | undefined> {
  const [workos, openai] = await Promise.all([
    import("../../providers/workos/index.ts"),
    import("../../providers/openai/index.ts"),
  ]);
  const vendors: Readonly<Record<string, object>> = { workos, openai };
  return (token) => {
    const [vendor = "", name = ""] = token.split(":");
    const resources = vendors[vendor] as Record<string, { definition?: ResourceType } | undefined> | undefined;
    return resources?.[name]?.definition;
  };
}

import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { expect, test, vi } from "vitest";
import { Fleet } from "../../components/index.ts";

test("a program with a fleet can be tested with Pulumi's mocks, which know neither hooks nor engine", async () => {
  vi.stubEnv("WORKOS_API_KEY", "sk_test_mocked");
  vi.stubEnv("OPENAI_ADMIN_KEY", "sk-admin-mocked");
  const newResource = ({ name, inputs }: pulumi.runtime.MockResourceArgs) => ({ id: `${name}-id`, state: inputs });
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "fleet", "prod", false, "acme");

  const directory = fileURLToPath(new URL("../../examples/fleet", import.meta.url));
  const tenant = new Fleet("fleet", { directory }).tenants.get("halden-bank");
  const id = await new Promise((resolve) => tenant?.organizationId.apply(resolve));
  expect(id).toBe("halden-bank/workos-organization-id");
  vi.unstubAllEnvs();
});

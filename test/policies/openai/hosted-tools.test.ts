import { openaiHostedTools as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const tools = (hostedTools: object) => ({ openai: { project: { hostedTools } } });
const settings = { allow: ["fileSearch"] };

ruleCases(rule, {
  passes: { "approved tools, and others that are off,": { tenant: tools({ fileSearch: true, mcp: false }), settings } },
  violations: {
    "a tool that is not": {
      tenant: tools({ mcp: true, fileSearch: true }),
      settings,
      says: ["the project of acme has mcp, which is not approved: set it to false in tenants/acme.yaml."],
    },
  },
  notApplicable: {
    "a fleet that approves none": { tenant: tools({ mcp: true }), why: "policies.settings names no approved tools" },
    "a project that says nothing": {
      tenant: { openai: { project: {} } },
      settings,
      why: "the file says nothing about hosted tools",
    },
  },
});

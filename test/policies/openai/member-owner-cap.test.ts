import { openaiMemberOwnerCap as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const owners = (...names: string[]) => ({
  openai: { project: {} },
  members: names.map((name) => ({ email: `${name}@acme.example`, openai: "owner" as const })),
});

ruleCases(rule, {
  passes: { "two owners": { tenant: owners("a", "b") } },
  violations: {
    three: {
      tenant: owners("a", "b", "c"),
      says: [
        "acme declares 3 owners of its project (a@acme.example, b@acme.example, c@acme.example), and 2 are the most: set openai to member for some in tenants/acme.yaml.",
      ],
    },
  },
  notApplicable: { "a tenant without a project": { why: "the tenant has no project at OpenAI" } },
});

import { openaiMemberUnmanagedOwner as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { projectSynced, withoutActiveProject } from "../synced.ts";

const tenant = {
  openai: { project: {} },
  members: [
    { email: "al@acme.example", openai: "owner" as const },
    { email: "bo@acme.example", openai: "member" as const },
  ],
};
const user = (email: string | null, role: string | null) => ({
  tenant,
  others: projectSynced({ users: [{ id: "user_1", email, role }] }),
});

ruleCases(rule, {
  ...withoutActiveProject,
  passes: {
    "a declared owner": user("al@acme.example", "owner"),
    "somebody else who owns nothing": user("cy@acme.example", "member"),
    "one of whom the setting says so": {
      ...user("help@ours.example", "owner"),
      settings: { ignore: ["help@ours.example"] },
    },
  },
  violations: {
    "a member whom somebody made an owner": {
      ...user("bo@acme.example", "owner"),
      says: [
        "bo@acme.example owns the project of acme and no file says so: take the role from them at OpenAI, or set openai to owner in tenants/acme.yaml.",
      ],
    },
    "an owner without an address": {
      ...user(null, "owner"),
      says: [
        "user_1 owns the project of acme and no file says so: take the role from them at OpenAI, or set openai to owner in tenants/acme.yaml.",
      ],
    },
  },
  unknown: {
    ...withoutActiveProject.unknown,
    "somebody whose role was not read": {
      ...user("cy@acme.example", null),
      why: "whether cy@acme.example owns the project of acme",
    },
  },
});

import { openaiKeyUserOwned as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";
import { openaiKey, projectSynced, seconds, withoutActiveProject } from "../synced.ts";

const users = [{ id: "user_1", email: "kim@acme.example", role: "member" }];
const key = (more: object) => ({ others: projectSynced({ users, apiKeys: [openaiKey(more)] }) });
const ofPerson = { ownerType: "user", ownerId: "user_1" };

ruleCases(rule, {
  ...withoutActiveProject,
  passes: {
    "a key of a service account": key({}),
    "one of a person that has ended": key({ ...ofPerson, expiresAt: seconds("2026-11-22T12:00:00Z") }),
    "one of somebody who may have one": { ...key(ofPerson), settings: { ignore: ["kim@acme.example"] } },
  },
  violations: {
    "one of a person": {
      ...key(ofPerson),
      says: ["key main of acme is a person's, kim@acme.example: give the program one of a service account."],
    },
    "one of somebody who is not there": {
      ...key({ ...ofPerson, ownerId: "user_2" }),
      says: ["key main of acme is a person's, user_2: give the program one of a service account."],
    },
  },
});

import type { Emulators } from "../../emulators/index.ts";
import { nameOf } from "./declared.ts";
import type { Dice } from "./dice.ts";
import type { Living } from "./vendors.ts";

/** Ids of what a colleague made, and of what she removed that was ours. */
interface Deed {
  readonly made?: readonly string[];
  readonly removed?: readonly string[];
}

/** What a colleague can do now in and around a tenant, in the vendors' dashboards. */
export function actsOf(
  { workos, openai }: Emulators,
  slug: string,
  ours: readonly Living[],
  number: number,
  dice: Dice,
): [title: string, act: () => Promise<Deed>][] {
  const [atWorkos, atOpenai] = [workos.as("dana@loomline.example"), openai.as("dana@loomline.example")];
  const made = async (creation: Promise<{ id: string; api_key?: { id: string } }>): Promise<Deed> => {
    const { id, api_key } = await creation;
    return { made: api_key ? [id, api_key.id] : [id] };
  };
  const one = (begins: string): Living | undefined => {
    const some = ours.filter(({ thing }) => thing === begins || thing.startsWith(`${begins}/`));
    return some.length > 0 ? dice.oneOf(some) : undefined;
  };

  const acts: [string, () => Promise<Deed>][] = [
    [
      "makes an organization of nearly the same name",
      () =>
        made(
          atWorkos.post("/organizations", { name: `${nameOf({ slug })} ${number}`, external_id: `${slug}-${number}` }),
        ),
    ],
    [
      "makes a project of nearly the same name",
      () => made(atOpenai.post("/organization/projects", { name: `${slug} ${number}` })),
    ],
  ];
  const organization = one(`organization ${slug}`)?.id;
  const role = one(`role ${slug}`);
  const application = one(`application ${slug}`)?.id;
  const project = one(`project ${slug}`)?.id;
  const account = one(`service account ${slug}`)?.id;
  if (organization) {
    const roles = `/authorization/organizations/${organization}/roles`;
    const email = `guest-${number}@${slug}.example`;
    acts.push(
      ["makes a role", () => made(atWorkos.post(roles, { slug: `org-dana-${number}`, name: "Dana's" }))],
      [
        "makes an API key of the name that ours may have",
        () => made(atWorkos.post(`/organizations/${organization}/api_keys`, { name: "export" })),
      ],
      [
        "invites somebody",
        () => made(atWorkos.post("/user_management/invitations", { email, organization_id: organization })),
      ],
      [
        "renames our organization",
        async () => {
          await atWorkos.put(`/organizations/${organization}`, { name: `${nameOf({ slug })} (VIP)` });
          return {};
        },
      ],
    );
    if (role)
      acts.push([
        `deletes our ${role.thing}`,
        async () => {
          const { status } = await atWorkos.request("DELETE", `${roles}/${role.thing.split("/")[1]}`);
          return status < 400 ? { removed: [role.id] } : {};
        },
      ]);
  }
  // An open invitation; whoever has accepted is a membership.
  const invitation = ours.find(({ thing, id }) => thing.startsWith(`person ${slug}/`) && id.startsWith("invitation_"));
  if (invitation)
    acts.push([
      `sees ${invitation.thing} accept`,
      async () => {
        await atWorkos.post(`/user_management/invitations/${invitation.id}/accept`, {});
        return {};
      },
    ]);
  if (application)
    acts.push([
      "makes a client secret of our application",
      () => made(atWorkos.post(`/connect/applications/${application}/client_secrets`, {})),
    ]);
  if (project) {
    const accounts = `/organization/projects/${project}/service_accounts`;
    acts.push(["makes a service account", () => made(atOpenai.post(accounts, { name: `dana-${number}` }))]);
    if (account)
      acts.push([
        "makes a key under our service account",
        () => made(atOpenai.post(`${accounts}/${account}/api_keys`, { name: `dana-${number}` })),
      ]);
  }
  return acts;
}

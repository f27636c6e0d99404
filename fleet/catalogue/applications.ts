import { z } from "zod";
import { declareApplication, firstPartyApplication } from "../applications.ts";
import { inOrder } from "../canonical.ts";
import { each } from "../paths.ts";
import { catalogue } from "../resource-names.ts";
import { catalogueSection } from "../section.ts";

/** Our own applications, which people of every tenant sign in to. */
export const applications = catalogueSection({
  fields: { applications: z.array(firstPartyApplication).exactOptional() },
  distinct: [
    { items: ["applications", each], by: ["name"] },
    { items: ["applications", each, "secrets", each], by: ["name"] },
  ],
  declare: ({ applications }, { today }) =>
    inOrder(applications, ({ name }) => name).flatMap((application) =>
      declareApplication(application, { owner: catalogue, today }),
    ),
});

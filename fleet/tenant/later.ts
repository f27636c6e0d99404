import { tenantSection } from "../section.ts";
import { notYet, refused } from "../words.ts";

/** Words of the vocabulary that nothing acts on yet, or not here. */
export const later = tenantSection({
  shared: {
    ...notYet("suspension"),
    ...refused(["webhooks"], "belongs in fleet.yaml, for webhook endpoints serve every organization"),
  },
});

import { tenantSection } from "../section.ts";
import { refused } from "../words.ts";

/** Words that one might look for in a tenant's file, and that stand in another one. */
export const elsewhere = tenantSection({
  shared: {
    ...refused<"webhooks">(["webhooks"], "belongs in fleet.yaml, for webhook endpoints serve every organization"),
  },
});

import { z } from "zod";
import { modelId, rateLimit } from "../../../providers/openai/fields.ts";
import { inOrder } from "../../canonical.ts";
import { declaration } from "../../declaration.ts";
import { each } from "../../paths.ts";
import { tenantSection } from "../../section.ts";
import { inProject } from "./in-project.ts";

const limits = {
  requestsPerMinute: rateLimit.exactOptional(),
  tokensPerMinute: rateLimit.exactOptional(),
  imagesPerMinute: rateLimit.exactOptional(),
  audioMegabytesPerMinute: rateLimit.exactOptional(),
  requestsPerDay: rateLimit.exactOptional(),
  batchInputTokensPerDay: rateLimit.exactOptional(),
};
const modelLimits = z.strictObject({ model: modelId, ...limits }).refine((said) => Object.keys(said).length > 1, {
  error: `says no limit: write one of ${Object.keys(limits).join(", ")}`,
});

/** What the project may ask of single models. What is left out stays as it is. */
export const rateLimits = tenantSection({
  at: ["openai", "project"],
  shared: { rateLimits: z.array(modelLimits).exactOptional() },
  distinct: [{ items: ["openai", "project", "rateLimits", each], by: ["model"] }],
  declare: ({ rateLimits }, { tenant }) =>
    inOrder(rateLimits, ({ model }) => model).map((limit) =>
      declaration("openai:ProjectRateLimit", [tenant, limit.model], limit, inProject(tenant)),
    ),
});

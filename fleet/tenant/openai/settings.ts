import { z } from "zod";
import {
  defaultTier,
  enabledTiers,
  hostedTool,
  modelIds,
  modelMode,
  projectRetention,
} from "../../../providers/openai/fields.ts";
import { only } from "../../canonical.ts";
import { declaration } from "../../declaration.ts";
import { tenantSection } from "../../section.ts";
import { inProject } from "./in-project.ts";

const something = (said: object) => Object.keys(said).length > 0;

/** Of a tenant that is kept out. What was there before comes back as any setting does. */
const noModel = { mode: "allow_list", models: [] } as const;

/** What the project may use, and what OpenAI keeps of it. What is left out stays as it is. */
export const projectSettings = tenantSection({
  at: ["openai", "project"],
  shared: {
    /** Which models the project may use. */
    modelPermissions: z.strictObject({ mode: modelMode, models: modelIds }).exactOptional(),
    /** Which of OpenAI's own tools the project may use. */
    hostedTools: z
      .strictObject({
        fileSearch: hostedTool.exactOptional(),
        webSearch: hostedTool.exactOptional(),
        imageGeneration: hostedTool.exactOptional(),
        mcp: hostedTool.exactOptional(),
        codeInterpreter: hostedTool.exactOptional(),
      })
      .refine(something, { error: "names no tool" })
      .exactOptional(),
    dataRetention: projectRetention.exactOptional(),
    /** At which tiers the project may ask. */
    serviceTier: z
      .strictObject({ default: defaultTier.exactOptional(), enabledTiers: enabledTiers.exactOptional() })
      .refine(something, { error: "says nothing: write default, enabledTiers or both" })
      .exactOptional(),
  },
  facts: (project) => only(project, "dataRetention", "modelPermissions", "hostedTools"),
  declare({ modelPermissions, hostedTools, dataRetention, serviceTier }, { tenant, keptOut }) {
    const within = inProject(tenant);
    const allowed = keptOut ? noModel : modelPermissions;
    return [
      ...(allowed
        ? [
            declaration(
              "openai:ProjectModelPermissions",
              [tenant],
              { mode: allowed.mode, modelIds: [...allowed.models] },
              within,
            ),
          ]
        : []),
      ...(hostedTools ? [declaration("openai:ProjectHostedTools", [tenant], hostedTools, within)] : []),
      ...(dataRetention ? [declaration("openai:ProjectDataRetention", [tenant], { type: dataRetention }, within)] : []),
      ...(serviceTier ? [declaration("openai:ProjectServiceTier", [tenant], serviceTier, within)] : []),
    ];
  },
});

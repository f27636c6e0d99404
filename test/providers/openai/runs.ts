import { startOpenai } from "../../../emulators/index.ts";
import { openai } from "../../../providers/openai/client.ts";
import * as resources from "../../../providers/openai/index.ts";
import { type Resource, runsAt } from "../runs.ts";

export type { Bag, Run, State } from "../runs.ts";

const classes: Readonly<Record<string, Partial<Resource>>> = resources;

export const useRuns = (resource: Resource) =>
  runsAt(
    {
      start: startOpenai,
      open: ({ url, adminApiKey }) => openai.open({ url: new URL(url), key: adminApiKey }),
      typeOf: (token) => classes[token.slice("openai:".length)]?.definition,
    },
    resource,
  );

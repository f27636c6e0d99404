import { startWorkos } from "../../../emulators/index.ts";
import { workos } from "../../../providers/workos/client.ts";
import * as resources from "../../../providers/workos/index.ts";
import { type Resource, runsAt } from "../runs.ts";

export type { Bag, Run, State } from "../runs.ts";

const classes: Readonly<Record<string, Partial<Resource>>> = resources;

export const useRuns = (resource: Resource) =>
  runsAt(
    {
      start: startWorkos,
      open: ({ url, apiKey }) => workos.open({ url: new URL(url), key: apiKey }),
      typeOf: (token) => classes[token.slice("workos:".length)]?.definition,
    },
    resource,
  );

import type { z } from "zod";

interface Declared {
  readonly clientId?: string | null | undefined;
  readonly clientSecret?: string | null | undefined;
}

/** For the schema of what has an OAuth application: the id and the secret of one come together. */
export function bothOrNone({ clientId, clientSecret }: Declared, context: z.RefinementCtx): void {
  if ((clientId === undefined) === (clientSecret === undefined)) return;
  const message = "clientId and clientSecret go together: WorkOS changes both or none";
  context.addIssue({ code: "custom", path: ["clientSecret"], message });
}

/**
 * What WorkOS shows of an OAuth application. Of a secret it shows the last characters: it is null when they are not those
 * of the declared one, so that somebody set another; and left out when they are, for another may end the same way. What
 * stands before a secret that is shorter than four characters is a mask.
 */
export const showCredentials = (
  clientId: string | null | undefined,
  ending: string | null | undefined,
  { clientSecret: declared }: Declared,
) => ({
  clientId: clientId ?? null,
  ...(ending && declared && !declared.endsWith(ending.slice(-Math.min(4, declared.length))) && { clientSecret: null }),
});

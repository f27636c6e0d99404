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
 * Whether a secret of which WorkOS shows the last characters is another one than the declared. One that ends the same way may be
 * another all the same. What stands before a secret that is shorter than four characters is a mask.
 */
export const endsOtherwise = (ending: string | null | undefined, declared: string | null | undefined): boolean =>
  Boolean(ending && declared && !declared.endsWith(ending.slice(-Math.min(4, declared.length))));

/**
 * What WorkOS shows of an OAuth application. The secret is null when it is not the declared one, so that somebody set another;
 * and left out when it may be.
 */
export const showCredentials = (
  clientId: string | null | undefined,
  ending: string | null | undefined,
  { clientSecret: declared }: Declared,
) => ({
  clientId: clientId ?? null,
  ...(endsOtherwise(ending, declared) && { clientSecret: null }),
});

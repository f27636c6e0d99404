/**
 * What a secret's last characters, all that WorkOS shows of it, say about the declared one: null when they are not its
 * own, so that somebody set another one. Nothing when they are: another secret may end the same way. What stands before
 * a secret that is shorter than four characters is a mask.
 */
export const secretBehind = (shown: string | null | undefined, declared: string | undefined): null | undefined =>
  shown && declared !== undefined && !declared.endsWith(shown.slice(-Math.min(4, declared.length))) ? null : undefined;

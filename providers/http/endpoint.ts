/** Whether the address is this machine's: where emulators live, and where a live key has no business. */
export function isLoopback(url: URL): boolean {
  return url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(url.hostname);
}

/**
 * A base URL from the environment, checked: http(s), and plain http only on this machine, since the key would travel
 * in the clear. Answers the URL or what is wrong with it.
 */
export function baseUrl(variable: string, value: string): URL | string {
  if (!URL.canParse(value)) return `${variable} is not a URL: ${JSON.stringify(value)}`;
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return `${variable} must begin with https://, not ${url.protocol}`;
  if (url.protocol === "http:" && !isLoopback(url)) {
    return `${variable} is plain http to ${url.hostname}: the key would be readable on the way. Use https`;
  }
  return url;
}

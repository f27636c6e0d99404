/** The header with the name of who makes a request, percent-encoded so that any name fits. */
export const ACTOR_HEADER = "x-emulator-actor";

/** Makes requests as somebody in the vendor's dashboard. They meet no latency, limit, fault or hook and are not counted. */
export interface ActingClient {
  /** `path` as in the official specification, with its query, or of the control plane: `/_emulator/…`. */
  // biome-ignore lint/suspicious/noExplicitAny: a caller reads the vendor's JSON as its documentation describes it
  request(method: string, path: string, body?: unknown): Promise<{ status: number; headers: Headers; body: any }>;
  /** The body of the answer. The verbs throw on a status of 400 or more. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  get(path: string): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  post(path: string, body?: unknown): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  put(path: string, body?: unknown): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  patch(path: string, body?: unknown): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  delete(path: string, body?: unknown): Promise<any>;
}

/** A client whose requests go to `dispatch` directly, without a socket. */
export function actingClient(
  dispatch: (path: string, init: RequestInit) => Response | Promise<Response>,
  actor: string,
): ActingClient {
  const request: ActingClient["request"] = async (method, path, body) => {
    const response = await dispatch(path, {
      method,
      headers: { [ACTOR_HEADER]: encodeURIComponent(actor.toWellFormed()), "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
  const bodyOf = async (method: string, path: string, body?: unknown) => {
    const answer = await request(method, path, body);
    if (answer.status < 400) return answer.body;
    throw new Error(`${method} ${path} as ${actor}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  return {
    request,
    get: (path) => bodyOf("GET", path),
    post: (path, body) => bodyOf("POST", path, body),
    put: (path, body) => bodyOf("PUT", path, body),
    patch: (path, body) => bodyOf("PATCH", path, body),
    delete: (path, body) => bodyOf("DELETE", path, body),
  };
}

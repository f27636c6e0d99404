import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What the server does with one request: an answer, or something of its own. */
export type Move =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | ((request: IncomingMessage, response: ServerResponse) => void);

/** Cuts the connection without an answer. */
export const cut: Move = (request) => request.socket.destroy();

/** Sends the head and half of the body, and then nothing more. */
export const stall: Move = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
  response.write('{"data": [');
};

/** Never answers. */
export const silence: Move = () => {};

export interface ScriptedServer {
  readonly url: string;
  /** `METHOD path?query` of each request, in order. */
  readonly received: string[];
  /** What each request said, parsed from JSON; undefined for nothing. */
  readonly bodies: unknown[];
  readonly headers: IncomingHttpHeaders[];
  /** How many requests were being answered at once, at most. */
  readonly atOnce: { most: number };
  /** Sets what happens to the requests to come; the last move is repeated. */
  plays(...moves: Move[]): void;
  close(): Promise<void>;
}

/** A server on this machine that does what it is told, request by request. */
export async function scriptedServer(): Promise<ScriptedServer> {
  let script: Move[] = [{ status: 200, body: {} }];
  const received: string[] = [];
  const bodies: unknown[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const atOnce = { now: 0, most: 0 };
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.url}`);
    headers.push(request.headers);
    atOnce.most = Math.max(atOnce.most, ++atOnce.now);
    response.on("close", () => atOnce.now--);
    const move = (script.length > 1 ? script.shift() : script[0]) as Move;
    let text = "";
    request.setEncoding("utf8").on("data", (part) => {
      text += part;
    });
    request.on("end", () => {
      bodies.push(text === "" ? undefined : JSON.parse(text));
      if (typeof move === "function") return move(request, response);
      const { status, body } = move;
      response.writeHead(status, { "content-type": "application/json", ...move.headers });
      response.end(typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    bodies,
    headers,
    atOnce,
    plays(...moves) {
      script = moves;
      for (const record of [received, bodies, headers]) record.length = 0;
      atOnce.most = 0;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

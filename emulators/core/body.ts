import type { HonoRequest } from "hono";

/** The body of a request as text; `undefined` if it is longer than `mostBytes`, of which nothing more is read then. */
export async function bodyText(request: HonoRequest, mostBytes: number): Promise<string | undefined> {
  // Node takes no more than was announced. Without that, in chunks, a body may be endless.
  const announced = request.header("content-length");
  if (announced !== undefined) return Number(announced) > mostBytes ? undefined : await request.text();
  const reader = request.raw.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) return text + decoder.decode();
    size += value.byteLength;
    // Not cancelled: that would cut the connection before the answer is sent.
    if (size > mostBytes) return undefined;
    text += decoder.decode(value, { stream: true });
  }
}

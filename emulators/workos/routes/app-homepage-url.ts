import { z } from "zod";
import { type Endpoint, put } from "../../core/api.ts";
import { invalidParameters, valid } from "../errors.ts";

const schema = z.object({ url: z.string().refine((url) => URL.canParse(url), "must be a URL") });

/** Source: WorkOS's command line 0.14, which sets it last when it seeds. No operation shows it, so nothing is kept. */
export function appHomepageUrlEndpoints(): Endpoint[] {
  return [
    // ASSUMED: what is refused, and the answer, which the command line does not read.
    put("/user_management/app_homepage_url", (call) => {
      valid(schema, call.body, invalidParameters);
      return { status: 204 };
    }),
  ];
}

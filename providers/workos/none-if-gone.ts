import { NotFoundError } from "../http/errors/not-found-error.ts";

/** What is listed below an object: nothing once that object itself is gone, which the API says with a 404. */
export async function noneIfGone<Row>(listing: Promise<Row[]>): Promise<Row[]> {
  try {
    return await listing;
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

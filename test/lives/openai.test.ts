import { expect, test } from "vitest";
import * as resources from "../../providers/openai/index.ts";
import { project } from "./openai/project.ts";
import { serviceAccount } from "./openai/service-account.ts";
import { serviceAccountKey } from "./openai/service-account-key.ts";
import { play } from "./play.ts";

const lives = [project, serviceAccount, serviceAccountKey];

test("every OpenAI resource has a life", () => {
  expect(lives.map((life) => life.of).sort()).toEqual(
    Object.keys(resources)
      .map((name) => `openai:${name}`)
      .sort(),
  );
});

play("openai", lives);

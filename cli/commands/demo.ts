import { Command } from "commander";
import { playDemo } from "../demo/story.ts";

/** Everything on this machine: both emulators, the real engine, and a check after each step. */
export const demoCommand = (): Command =>
  new Command("demo")
    .description("play the life of three tenants against local WorkOS and OpenAI servers")
    .option("--keep", "leave the local servers running afterwards, and print how to use them")
    .action(({ keep = false }: { keep?: boolean }) => playDemo({ keep, say: (line) => console.log(line) }));

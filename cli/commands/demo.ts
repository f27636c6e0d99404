import { Command } from "commander";

/** Everything on this machine: both emulators, the real engine, and a check after each step. */
export const demoCommand = (): Command =>
  new Command("demo")
    .description("play the life of three tenants against local WorkOS and OpenAI servers")
    .option("--keep", "leave the local servers running afterwards, and print how to use them")
    .action(async ({ keep = false }: { keep?: boolean }) => {
      // It loads Pulumi's SDK and both emulators: other commands start without.
      const { playDemo } = await import("../demo/story.ts");
      await playDemo({ keep, say: (line) => console.log(line) });
    });

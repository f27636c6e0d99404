import { exitWithEngine } from "./engine-watch.ts";
import { loadSdk } from "./sdk.ts";
import { languageRuntime } from "./service.ts";

// The plugin `pulumi-language-nodejs`, started by the engine in the program's folder as `main <flags> <engine address>`.
// Like every Pulumi plugin it first prints its port on one line. Everything it prints after that is shown to the user.
exitWithEngine();
try {
  const sdk = loadSdk(process.cwd());
  const server = new sdk.grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(sdk.service, languageRuntime(sdk, process.argv.at(-1) ?? ""));
  server.bindAsync("127.0.0.1:0", sdk.grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}

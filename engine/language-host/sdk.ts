import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Grpc from "@grpc/grpc-js";
import type * as LanguageMessages from "@pulumi/pulumi/proto/language_pb.js";
import type * as PluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import type * as EmptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import { keepCompiled } from "./compiled.ts";

/** What the host takes from Pulumi's Node SDK: gRPC, and the messages of the engine's protocol. */
export type Sdk = {
  readonly version: string;
  readonly grpc: typeof Grpc;
  readonly service: Grpc.ServiceDefinition;
  readonly language: typeof LanguageMessages;
  readonly plugin: typeof PluginMessages;
  readonly Empty: typeof EmptyMessages.Empty;
};

/**
 * Loads the SDK that a program has installed. So the host needs no packages of its own, works from any folder, and
 * uses the same copy as the program.
 * @throws Error if `@pulumi/pulumi` is not installed in `folder` or one above it.
 */
export function loadSdk(folder: string): Sdk {
  const installed = resolveFromProgram("@pulumi/pulumi/package.json", folder);
  keepCompiled(installed);
  const sdk = createRequire(installed);
  return {
    version: sdk("./package.json").version,
    grpc: sdk("@grpc/grpc-js"),
    service: sdk("./proto/language_grpc_pb.js").LanguageRuntimeService,
    language: sdk("./proto/language_pb.js"),
    plugin: sdk("./proto/plugin_pb.js"),
    Empty: sdk("google-protobuf/google/protobuf/empty_pb.js").Empty,
  };
}

/**
 * Finds a module as the program in `folder` would.
 * @throws Error that says where it was looked for.
 */
export function resolveFromProgram(specifier: string, folder: string): string {
  try {
    // Node resolves from a file; that the file exists is not needed.
    return createRequire(join(folder, "index.js")).resolve(specifier);
  } catch {
    // The message begins like Node's own: the engine looks for that text to explain that a policy pack's dependencies are missing.
    throw new Error(
      `Cannot find module '${specifier}' from ${folder}: run "npm install" there (the program needs @pulumi/pulumi)`,
    );
  }
}

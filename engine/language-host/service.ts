import type { ServerUnaryCall, ServerWritableStream, sendUnaryData, UntypedServiceImplementation } from "@grpc/grpc-js";
import type {
  AboutRequest,
  AboutResponse,
  GetProgramDependenciesRequest,
  GetProgramDependenciesResponse,
  GetRequiredPackagesRequest,
  GetRequiredPackagesResponse,
  GetRequiredPluginsRequest,
  GetRequiredPluginsResponse,
  InstallDependenciesRequest,
  InstallDependenciesResponse,
  LanguageHandshakeRequest,
  ProgramInfo,
  RunPluginRequest,
  RunPluginResponse,
  RunRequest,
  RunResponse,
} from "@pulumi/pulumi/proto/language_pb.js";
import type { PackageDependency, PluginDependency, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import type { Message } from "google-protobuf";
import { installedPackages, type Manifest, nearestManifest, neededPackages } from "./packages.ts";
import { ending, interruptAll, start } from "./processes.ts";
import { preloads, programCommand } from "./program-command.ts";
import { resolveFromProgram, type Sdk } from "./sdk.ts";

/** With this code a program says that it has already told the user what is wrong (`@pulumi/pulumi/cmd/run`). */
const programHasExplained = 32;

/**
 * Pulumi's `LanguageRuntime` service for Node programs and policy packs. Calls that are not here (code generation,
 * packing, linking) answer "unimplemented", as an older language host does.
 */
export function languageRuntime(sdk: Sdk, engineAddress: string): UntypedServiceImplementation {
  const { language, plugin } = sdk;
  let engine = engineAddress;

  return {
    handshake: answer((request: LanguageHandshakeRequest) => {
      engine = request.getEngineAddress();
      return new language.LanguageHandshakeResponse();
    }),

    getPluginInfo: answer((): PluginInfo => new plugin.PluginInfo().setVersion(sdk.version)),

    about: answer((_: AboutRequest): AboutResponse => {
      const response = new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version);
      response.getMetadataMap().set("host", "tenantry");
      return response;
    }),

    getRequiredPackages: answer(
      (request: GetRequiredPackagesRequest): GetRequiredPackagesResponse =>
        new language.GetRequiredPackagesResponse().setPackagesList(
          withPlugin(request.getInfo()).map((manifest) => packageOf(sdk, manifest)),
        ),
    ),

    getRequiredPlugins: answer(
      (request: GetRequiredPluginsRequest): GetRequiredPluginsResponse =>
        new language.GetRequiredPluginsResponse().setPluginsList(
          withPlugin(request.getInfo()).map((manifest) => describe(new plugin.PluginDependency(), manifest)),
        ),
    ),

    getProgramDependencies: answer((request: GetProgramDependenciesRequest): GetProgramDependenciesResponse => {
      const folder = folderOf(request.getInfo());
      const { dependencies, devDependencies } = nearestManifest(folder) ?? {};
      const direct = { ...dependencies, ...devDependencies };
      const list = [...installedPackages(folder)]
        .filter(([name]) => request.getTransitivedependencies() || name in direct)
        .map(([name, { version }]) => new language.DependencyInfo().setName(name).setVersion(version ?? ""));
      return new language.GetProgramDependenciesResponse().setDependenciesList(list);
    }),

    runtimeOptionsPrompts: answer(() => new language.RuntimeOptionsResponse()),

    installDependencies: stream(
      async (call: ServerWritableStream<InstallDependenciesRequest, InstallDependenciesResponse>) => {
        const folder = folderOf(call.request.getInfo());
        const manager = call.request.getInfo()?.getOptions()?.toJavaScript().packagemanager ?? "npm";
        const child = start(`${manager}`, ["install"], {
          cwd: folder,
          stdio: ["ignore", "pipe", "pipe"],
          shell: process.platform === "win32", // npm is a .cmd file there
        });
        const say = () => new language.InstallDependenciesResponse();
        child.stdout?.on("data", (bytes: Uint8Array) => call.write(say().setStdout(bytes)));
        child.stderr?.on("data", (bytes: Uint8Array) => call.write(say().setStderr(bytes)));
        const end = await ending(child);
        if ("failure" in end) throw new Error(`could not run "${manager} install" in ${folder}: ${end.failure}`);
        if (end.code !== 0) throw new Error(`"${manager} install" in ${folder} ended with exit code ${end.code}`);
      },
    ),

    run: answer(async (request: RunRequest): Promise<RunResponse> => {
      const response = new language.RunResponse();
      const { args, env } = programCommand(request, engine);
      // The engine reads this process's stdout and stderr, so the program inherits them.
      const end = await ending(start(process.execPath, args, { env, stdio: ["ignore", "inherit", "inherit"] }));
      if ("failure" in end) return response.setError(`the program did not end normally: ${end.failure}`);
      if (end.code === programHasExplained) return response.setBail(true);
      return end.code === 0 ? response : response.setError(`the program ended with exit code ${end.code}`);
    }),

    runPlugin: stream(async (call: ServerWritableStream<RunPluginRequest, RunPluginResponse>) => {
      const folder = folderOf(call.request.getInfo());
      const isPolicyPack = call.request.getKind() === "analyzer";
      const entry = resolveFromProgram(`@pulumi/pulumi/cmd/${isPolicyPack ? "run-policy-pack" : "run-plugin"}`, folder);
      const args = call.request.getArgsList();
      const child = start(
        process.execPath,
        [...preloads, entry, ...(isPolicyPack ? [...args, folder] : [folder, ...args])],
        {
          // A policy pack finds its own package.json in the working directory.
          cwd: isPolicyPack ? folder : call.request.getPwd(),
          env: Object.fromEntries(call.request.getEnvList().map(nameAndValue)),
          stdio: ["ignore", "pipe", "pipe"],
        },
      );
      call.on("cancelled", () => child.kill("SIGINT")); // how the engine ends a plugin
      const say = () => new language.RunPluginResponse();
      child.stdout?.on("data", (bytes: Uint8Array) => call.write(say().setStdout(bytes)));
      child.stderr?.on("data", (bytes: Uint8Array) => call.write(say().setStderr(bytes)));
      const end = await ending(child);
      if ("failure" in end) throw new Error(`the plugin in ${folder} did not end normally: ${end.failure}`);
      call.write(say().setExitcode(end.code));
    }),

    cancel: answer(() => {
      interruptAll();
      return new sdk.Empty();
    }),
  };
}

/** One request, one response; what is thrown reaches the user as the message of a gRPC error. */
function answer<Request extends Message, Response extends Message>(
  handle: (request: Request) => Response | Promise<Response>,
) {
  return async (call: ServerUnaryCall<Request, Response>, respond: sendUnaryData<Response>) => {
    try {
      respond(null, await handle(call.request));
    } catch (error) {
      respond(error as Error);
    }
  };
}

/** One request, a stream of responses that ends when `handle` does. */
function stream<Request extends Message, Response extends Message>(
  handle: (call: ServerWritableStream<Request, Response>) => Promise<void>,
) {
  return async (call: ServerWritableStream<Request, Response>) => {
    try {
      await handle(call);
      call.end();
    } catch (error) {
      call.emit("error", error);
    }
  };
}

function folderOf(info: ProgramInfo | undefined): string {
  return info?.getProgramDirectory() || process.cwd();
}

function nameAndValue(entry: string): [string, string] {
  const at = entry.indexOf("=", 1); // Windows has variables whose names begin with "="
  return [entry.slice(0, at), entry.slice(at + 1)];
}

function withPlugin(info: ProgramInfo | undefined): Manifest[] {
  return neededPackages(folderOf(info)).filter((manifest) => manifest.pulumi?.resource);
}

/** `@pulumi/aws` needs the plugin `aws`, `@acme/thing` the plugin `acme/thing`, unless the package names another. */
function describe<Dependency extends PluginDependency | PackageDependency>(dependency: Dependency, manifest: Manifest) {
  const { name = "", version = "", pulumi = {} } = manifest;
  dependency.setName(pulumi.name ?? name.replace(/^@pulumi\//, "").replace(/^@/, ""));
  dependency.setKind("resource");
  dependency.setVersion(`v${(pulumi.version ?? version).replace(/^v/, "")}`);
  dependency.setServer(pulumi.server ?? "");
  return dependency;
}

function packageOf({ plugin }: Sdk, manifest: Manifest): PackageDependency {
  const dependency = describe(new plugin.PackageDependency(), manifest);
  const parameters = manifest.pulumi?.parameterization;
  return parameters
    ? dependency.setParameterization(
        new plugin.PackageParameterization()
          .setName(parameters.name)
          .setVersion(parameters.version)
          .setValue(parameters.value),
      )
    : dependency;
}

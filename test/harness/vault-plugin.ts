import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";

/*
 * Stands for the plugin of `@pulumi/vault`, which the engine runs as a process: Pulumi's protocol of resource providers, and behind
 * it Vault's API, for the one resource `vault:kv/secretV2:SecretV2`, which no test refreshes. Source of what it does: the docstrings of that class, and
 * of the Terraform provider that it is made from. As that, it takes secrets as such and gives them back unmarked, so what keeps
 * them secret is the class.
 */

type Bag = Record<string, unknown>;

const { ResourceProviderService } = createRequire(import.meta.url)("@pulumi/pulumi/proto/provider_grpc_pb.js");
const { VAULT_ADDR: address, VAULT_TOKEN: token = "" } = process.env;

/** What makes another secret of it. */
const IDENTITY = ["mount", "name", "namespace"];

const service = {
  handshake: answer(() => {
    const response = new provider.ProviderHandshakeResponse();
    response.setAcceptSecrets(true);
    response.setAcceptResources(true);
    return response;
  }),
  getPluginInfo: answer(() => new plugin.PluginInfo().setVersion("7.8.0")),
  checkConfig: answer((request: provider.CheckRequest) =>
    new provider.CheckResponse().setInputs(request.getNews() ?? new struct.Struct()),
  ),
  diffConfig: answer(() => new provider.DiffResponse().setChanges(provider.DiffResponse.DiffChanges.DIFF_NONE)),
  configure: answer(() => {
    const response = new provider.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    response.setAcceptresources(true);
    return response;
  }),
  check: answer((request: provider.CheckRequest) => {
    const response = new provider.CheckResponse().setInputs(request.getNews());
    const { mount, name, dataJson } = plain(request.getNews());
    for (const [property, value] of Object.entries({ mount, name, dataJson }))
      if (!value) response.addFailures(new provider.CheckFailure().setProperty(property).setReason("is required"));
    return response;
  }),
  diff: answer((request: provider.DiffRequest) => {
    const [olds, news] = [plain(request.getOldInputs()), plain(request.getNews())];
    const changed = Object.keys({ ...olds, ...news }).filter((name) => !isDeepStrictEqual(olds[name], news[name]));
    const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
    return new provider.DiffResponse()
      .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
      .setDiffsList(changed)
      .setReplacesList(changed.filter((name) => IDENTITY.includes(name)));
  }),
  create: answer(async (request: provider.CreateRequest) => {
    const inputs = plain(request.getProperties());
    if (!request.getPreview()) await write(inputs);
    return new provider.CreateResponse().setId(pathOf(inputs)).setProperties(outputsOf(inputs));
  }),
  update: answer(async (request: provider.UpdateRequest) => {
    const inputs = plain(request.getNews());
    if (!request.getPreview()) await write(inputs);
    return new provider.UpdateResponse().setProperties(outputsOf(inputs));
  }),
  delete: answer(async (request: provider.DeleteRequest) => {
    const { deleteAllVersions } = plain(request.getProperties());
    const path = request.getId();
    await vault("DELETE", deleteAllVersions ? path.replace("/data/", "/metadata/") : path);
    return new empty.Empty();
  }),
  cancel: answer(() => new empty.Empty()),
};

const server = new Server();
server.addService(ResourceProviderService, service);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port); // Where the engine calls.
});

const pathOf = ({ mount, name }: Bag): string => `${mount}/data/${name}`;

function outputsOf(inputs: Bag) {
  const data = isKnown(inputs.dataJson) ? JSON.parse(String(inputs.dataJson)) : inputs.dataJson;
  return struct.Struct.fromJavaScript({ ...inputs, path: pathOf(inputs), data, metadata: {} } as never);
}

/** How the engine writes what only a run will know. */
const isKnown = (value: unknown): boolean => value !== "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const write = (inputs: Bag) => vault("POST", pathOf(inputs), { data: JSON.parse(String(inputs.dataJson)) });

async function vault(method: string, path: string, body?: unknown): Promise<void> {
  const response = await fetch(`${address}/v1/${path}`, {
    method,
    headers: { "x-vault-token": token },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`error writing to ${path}: Code: ${response.status}. ${await response.text()}`);
}

/** The values, secret ones among them. */
const plain = (properties: { toJavaScript(): object } | undefined): Bag =>
  bare(properties?.toJavaScript() ?? {}) as Bag;

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const { "4dabf18193072939515e22adb298388d": mark, ...fields } = value as Bag;
  if (mark === "1b47061264138c4ac30d75fd1eb44270") return bare(fields.value);
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, bare(field)]));
}

function answer<Request, Response>(handle: (request: Request) => Response | Promise<Response>) {
  return async ({ request }: ServerUnaryCall<Request, Response>, respond: sendUnaryData<Response>) => {
    try {
      respond(null, await handle(request));
    } catch (error) {
      respond({ code: status.UNKNOWN, message: (error as Error).message });
    }
  };
}

import type { Server, ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import type { ReadRequest, ReadResponse } from "@pulumi/pulumi/proto/provider_pb.js";

/**
 * What to do instead of `pulumi import <type> <name> <id>` and of the option `import`: the engine then asks Pulumi's provider
 * host for an object without telling it whose, and all it gets is "code must be a string".
 */
export function importAdvice(type: string, name: string, id: string): string {
  const token = type.slice(type.indexOf("/") + 1);
  // As providers/host has it, which this file cannot import: it is copied beside the engine. A test compares them.
  const __provider = `exports.handler = async () => (await import("tenantry/runtime")).provider("${token}")`;
  const resource = { type, name, id, inputs: { __provider }, outputs: { __provider } };
  return [
    `${token} ${id} cannot be imported like this: Pulumi does not tell a dynamic provider what it imports. Nothing was changed.`,
    "An import file can say it. Write this to import.json,",
    JSON.stringify({ resources: [resource] }),
    "run `pulumi import --file import.json --generate-code=false --protect=false`, then `pulumi up --refresh`.",
  ].join("\n");
}

const OURS = /^pulumi-nodejs:dynamic\/(workos|openai):/;

type Read = (call: ServerUnaryCall<ReadRequest, ReadResponse>, respond: sendUnaryData<ReadResponse>) => void;

/** Lets Pulumi's provider host, which is about to be loaded with this gRPC, answer such an import with that advice. */
export function adviseImports({ prototype }: typeof Server): void {
  const { addService } = prototype;
  prototype.addService = function (service, provider) {
    const read = provider.read as Read;
    const advising: Read = (call, respond) => {
      const { request } = call;
      const isTold = [request.getProperties(), request.getInputs()].some((bag) =>
        bag?.getFieldsMap().has("__provider"),
      );
      if (isTold || !OURS.test(request.getType())) return read.call(provider, call, respond);
      respond(new Error(importAdvice(request.getType(), request.getName(), request.getId())));
    };
    addService.call(this, service, Object.assign(provider, { read: advising }));
  };
}

import { createRequire } from "node:module";
import type { ResourceValidationPolicy } from "@pulumi/policy";

/** One resource as the engine hands it to a pack. */
export type Subject = { type: string; name: string; inputs: Record<string, unknown> };

export type Analysis = {
  /** `[level] rule: message`, the rule's description left out. */
  violations: string[];
  /** `rule: reason`. */
  notApplicable: string[];
};

/** Stands for an input that preview doesn't know yet. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Judges one resource by rules, in the policy SDK's own analyzer: inputs cross its wire format, unknown ones become its
 * throwing proxies, and types are filtered by it, so that no double of ours can agree with us by mistake.
 */
export async function analyze(rules: readonly ResourceValidationPolicy[], subject: Subject): Promise<Analysis> {
  const request = new proto.AnalyzeRequest();
  request.setType(subject.type);
  request.setName(subject.name);
  request.setUrn(`urn:pulumi:dev::test::${subject.type}::${subject.name}`);
  // As the SDK sends it: an undefined input is no input.
  request.setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(subject.inputs))));
  request.setOptions(new proto.AnalyzerResourceOptions());
  const rpc = server.makeAnalyzeRpcFun("tenantry", "0.0.0", "advisory", rules);
  const response = await new Promise<AnalyzeResponse>((resolve, reject) => {
    rpc({ request }, (error, answer) => (answer ? resolve(answer) : reject(error)));
  });
  const levels = ["advisory", "mandatory"];
  const plain = response.toObject();
  return {
    violations: plain.diagnosticsList.map(
      ({ policyname, enforcementlevel, message, description }) =>
        `[${levels[enforcementlevel]}] ${policyname}: ${message.replace(`${description}\n`, "")}`,
    ),
    notApplicable: plain.notApplicableList.map(({ policyName, reason }) => `${policyName}: ${reason}`),
  };
}

type AnalyzeResponse = {
  toObject(): {
    diagnosticsList: { policyname: string; enforcementlevel: number; message: string; description: string }[];
    notApplicableList: { policyName: string; reason: string }[];
  };
};
type Callback = (error: unknown, answer: AnalyzeResponse | undefined) => void;

// Internal modules without types: the SDK offers no other way to run a rule outside the engine.
const require = createRequire(import.meta.url);
const server: {
  makeAnalyzeRpcFun(
    pack: string,
    version: string,
    level: string,
    rules: readonly ResourceValidationPolicy[],
  ): (call: object, callback: Callback) => void;
} = require("@pulumi/policy/server");
const proto = require("@pulumi/pulumi/proto/analyzer_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");

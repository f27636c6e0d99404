import { createRequire } from "node:module";
import type { ResourceValidationPolicy } from "@pulumi/policy";

/** One resource as the engine hands it to a pack: by its inputs, and in the whole stack by its outputs. */
export type Subject = {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** @default its inputs; nothing for a component */
  outputs?: Record<string, unknown>;
};

export type Analysis = {
  /** `[level] rule: message`, the rule's description left out. */
  violations: string[];
  /** `rule: reason`. */
  notApplicable: string[];
};

/** Stands for an input that preview doesn't know yet. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Judges resources by rules, in the policy SDK's own analyzer, each by itself and then all together: properties cross its wire
 * format, unknown ones become its throwing proxies, and types are filtered by it, so that no double of ours can agree with us
 * by mistake.
 */
export async function analyze(
  rules: readonly ResourceValidationPolicy[],
  ...subjects: readonly Subject[]
): Promise<Analysis> {
  const answers: AnalyzeResponse[] = [];
  for (const subject of subjects)
    answers.push(
      await answerOf(server.makeAnalyzeRpcFun("tenantry", "0.0.0", "advisory", rules), { request: requestOf(subject) }),
    );
  const whole = new proto.AnalyzeStackRequest();
  whole.setResourcesList(subjects.map(resourceOf));
  answers.push(
    await answerOf(server.makeAnalyzeStackRpcFun("tenantry", "0.0.0", "advisory", rules), { request: whole }),
  );
  const levels = ["advisory", "mandatory"];
  const plain = answers.map((answer) => answer.toObject());
  return {
    violations: plain.flatMap(({ diagnosticsList }) =>
      diagnosticsList.map(
        ({ policyname, enforcementlevel, message, description }) =>
          `[${levels[enforcementlevel]}] ${policyname}: ${message.replace(`${description}\n`, "")}`,
      ),
    ),
    notApplicable: plain.flatMap(({ notApplicableList }) =>
      notApplicableList.map(({ policyName, reason }) => `${policyName}: ${reason}`),
    ),
  };
}

const requestOf = ({ inputs, ...subject }: Subject) => filled(new proto.AnalyzeRequest(), subject, inputs);

const resourceOf = ({ inputs, outputs, ...subject }: Subject) =>
  filled(
    new proto.AnalyzerResource(),
    subject,
    outputs ?? (subject.type.startsWith("pulumi-nodejs:dynamic/") ? inputs : {}),
  );

function filled(message: Message, { type, name }: Omit<Subject, "inputs">, properties: Record<string, unknown>) {
  message.setType(type);
  message.setName(name);
  message.setUrn(`urn:pulumi:dev::test::${type}::${name}`);
  // As the SDK sends it: an undefined property is none.
  message.setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(properties))));
  message.setOptions(new proto.AnalyzerResourceOptions());
  return message;
}

const answerOf = (rpc: Rpc, call: object): Promise<AnalyzeResponse> =>
  new Promise((resolve, reject) => {
    rpc(call, (error, answer) => (answer ? resolve(answer) : reject(error)));
  });

type Message = {
  setType(type: string): void;
  setName(name: string): void;
  setUrn(urn: string): void;
  setProperties(properties: unknown): void;
  setOptions(options: unknown): void;
};
type AnalyzeResponse = {
  toObject(): {
    diagnosticsList: { policyname: string; enforcementlevel: number; message: string; description: string }[];
    notApplicableList: { policyName: string; reason: string }[];
  };
};
type Callback = (error: unknown, answer: AnalyzeResponse | undefined) => void;
type Rpc = (call: object, callback: Callback) => void;
type Maker = (pack: string, version: string, level: string, rules: readonly ResourceValidationPolicy[]) => Rpc;

// Internal modules without types: the SDK offers no other way to run a rule outside the engine.
const require = createRequire(import.meta.url);
const server: { makeAnalyzeRpcFun: Maker; makeAnalyzeStackRpcFun: Maker } = require("@pulumi/policy/server");
const proto = require("@pulumi/pulumi/proto/analyzer_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");

import { describe, expect, test } from "vitest";
import { declareFleet, problemText } from "../../../fleet/index.ts";
import { composeFleet } from "../../../fleet/load.ts";
import { PEM, PEM_OF_SUCCESSOR } from "../../harness/certificates.ts";
import { fleetYaml, folder, problemsOf, tenantYaml } from "../sources.ts";

type Files = Readonly<Record<string, string>>;
const both: Files = { "a.pem": PEM, "b.pem": PEM_OF_SUCCESSOR };

/** A fleet with these certificates beside `fleet.yaml`, and one tenant. */
function read(certificates: string, tenant = "", files = both, today = "2026-11-29") {
  const fleetCertificates = Object.entries(files).map(([name, text]) => ({ path: `fleet/${name}`, text }));
  // Of a tenant's file of that name nothing is taken.
  const beside = [{ path: "fleet/tenants/a.pem", text: "none" }];
  const more = tenant === "" ? "" : `openai: { project: { ${tenant} } }\n`;
  const sources = folder(
    { acme: tenantYaml("acme", more) },
    `${fleetYaml}openai: { certificates: [${certificates}] }\n`,
  );
  return composeFleet({ ...sources, certificates: beside, fleetCertificates }, [], today);
}

const problems = (...given: Parameters<typeof read>): string[] => problemsOf(() => read(...given));

const A = "{ name: edge, file: ./a.pem }";

test("are declared as they are, and switched on where a file says so", () => {
  const fleet = read(
    "{ name: edge, file: ./a.pem, active: true }, { name: next, file: ./b.pem, active: false }",
    "certificates: [next, edge, next]",
  );
  const { catalogue, tenants } = declareFleet(fleet);
  const certificateId = { of: "catalogue/openai-certificate/edge", output: "id" };
  expect(catalogue.resources.filter(({ type }) => type.startsWith("openai:"))).toEqual([
    {
      type: "openai:Certificate",
      resourceName: "catalogue/openai-certificate/edge",
      inputs: { certificate: PEM, name: "edge" },
    },
    {
      type: "openai:CertificateActivation",
      resourceName: "catalogue/openai-certificate-activation/edge",
      inputs: {},
      refs: { certificateId },
    },
    {
      type: "openai:Certificate",
      resourceName: "catalogue/openai-certificate/next",
      inputs: { certificate: PEM_OF_SUCCESSOR, name: "next" },
    },
  ]);
  expect(tenants[0]?.resources.slice(2)).toEqual([
    {
      type: "openai:ProjectCertificateActivation",
      resourceName: "acme/openai-project-certificate-activation/edge",
      inputs: {},
      refs: { projectId: { of: "acme/openai-project", output: "id" }, certificateId },
    },
    expect.objectContaining({ resourceName: "acme/openai-project-certificate-activation/next" }),
  ]);
});

test("are taken back from the project of a tenant that leaves, since no certificate that is active anywhere can be deleted", () => {
  const sources = folder(
    { acme: tenantYaml("acme", "status: offboarding\nopenai: { project: { certificates: [edge] } }\n") },
    `${fleetYaml}openai: { certificates: [${A}] }\n`,
  );
  const { tenants } = declareFleet(
    composeFleet({ ...sources, fleetCertificates: [{ path: "fleet/a.pem", text: PEM }] }),
  );
  expect(tenants[0]?.resources.at(-1)).toMatchObject({ type: "openai:ProjectCertificateActivation" });
  expect(tenants[0]?.resources.at(-1)).not.toHaveProperty("deletedWith");
});

describe("are refused where fleet.yaml", () => {
  const many = Array.from({ length: 51 }, (_, at) => `{ name: c${at}, file: ./a.pem }`).join(", ");
  const at = (where: string) => `fleet/fleet.yaml:8:${where}`;
  test.each<[string, string, string[], Files?]>([
    [
      "names no file beside it",
      "{ name: edge, file: ./c.pem }",
      ["certificates[0].file: there is no ./c.pem beside this file"],
    ],
    ["leads elsewhere", "{ name: edge, file: ../a.pem }", ["certificates[0].file: must name a file beside this one"]],
    ["names a file twice", `${A}, { name: b, file: ./a.pem }`, ["certificates[1].file: names ./a.pem again"]],
    [
      "uses a name twice",
      `${A}, { name: edge, file: ./b.pem }`,
      ['certificates[1].name: "edge" is already in this list, in line 8'],
    ],
    [
      "has one twice",
      `${A}, { name: b, file: ./b.pem }`,
      ["certificates[1].file: ./b.pem is the same certificate as ./a.pem"],
      { "a.pem": PEM, "b.pem": `\n${PEM}` },
    ],
    [
      "names what is none",
      A,
      ["certificates[0].file: ./a.pem must be one certificate in PEM form"],
      { "a.pem": "none" },
    ],
    [
      "holds its key",
      A,
      ["./a.pem holds a private key: only the certificate belongs here"],
      { "a.pem": `-----BEGIN PRIVATE KEY-----\ncAnArY\n-----END PRIVATE KEY-----\n${PEM}` },
    ],
    ["has more than OpenAI takes", many, ["openai.certificates: has more than 50: that is all that OpenAI takes"]],
  ])("%s", (_, certificates, said, files) => {
    const found = problems(certificates, "", files);
    for (const text of said) expect(found).toContainEqual(expect.stringContaining(text));
    expect(found.filter((line) => !line.startsWith(at("")))).toEqual([]);
    expect(found.join()).not.toContain("cAnArY");
    if (!certificates.includes("c50")) expect(found).toHaveLength(said.length);
  });
});

test("are warned about 30 days before their end, and refused after it, where fleet.yaml names them", () => {
  const warned = (today: string) => read(A, "", both, today).warnings.map(problemText);
  expect(warned("2046-10-23")).toEqual([]);
  expect(warned("2046-10-24")).toEqual([
    expect.stringMatching(
      /^fleet\/fleet\.yaml:8:\d+: openai\.certificates\[0\]\.file: \.\/a\.pem ends in 30 days, on 2046-11-23: list its successor/,
    ),
  ]);
  expect(problems(A, "", both, "2046-11-24")).toEqual([
    expect.stringContaining("./a.pem ended on 2046-11-23: no client gets in by it"),
  ]);
});

test("that no fleet.yaml declares are refused in a project, with the nearest name", () => {
  expect(problems(A, "certificates: [egde, spare-2030]")).toEqual([
    expect.stringMatching(
      /^fleet\/tenants\/acme\.yaml:5:\d+: openai\.project\.certificates\[0\]: there is no certificate "egde", did you mean edge\?$/,
    ),
    expect.stringContaining('there is no certificate "spare-2030", declare it under openai.certificates of fleet.yaml'),
  ]);
});

test("of another stack are read by their value, and never switched on or off", () => {
  const fleet = (text: string) => `${fleetYaml}catalogue: shared\nopenai: { certificates: [${text}] }\n`;
  const compose = (text: string) =>
    composeFleet({ ...folder({}, fleet(text)), fleetCertificates: [{ path: "fleet/a.pem", text: PEM }] });
  expect(declareFleet(compose(A)).catalogue.resources.filter(({ type }) => type.startsWith("openai:"))).toEqual([
    expect.objectContaining({ resourceName: "catalogue/openai-certificate/edge", reads: { certificate: PEM } }),
  ]);
  expect(() => compose("{ name: edge, file: ./a.pem, active: true }")).toThrow(
    /openai\.certificates\[0\]\.active: belongs to the fleet that owns the catalogue/,
  );
});

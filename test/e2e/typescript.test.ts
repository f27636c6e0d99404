import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

/**
 * What an editor and the compiler tell somebody whose program imports the built package. The file is in a folder that
 * depends on `tenantry` as a user's does; it exists in memory only.
 */
const FILE = join(import.meta.dirname, "../../examples/fleet/program.ts");
const DIST = join(import.meta.dirname, "../../dist/");

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import { Project, type ProjectArgs, ServiceAccount } from "tenantry/openai";
import { DataIntegration, Group, type GroupArgs, Member, Organization, OrganizationRole } from "tenantry/workos";

const config = new pulumi.Config();
const isOpen: pulumi.Output<boolean> = config.requireSecretObject<boolean>("open");
const description: pulumi.Output<string | null> = pulumi.output(null as string | null);
const status: pulumi.Output<"active" | "inactive"> = pulumi.output("active");
const days: pulumi.Output<number | undefined> = pulumi.output(undefined);
const slugs: readonly string[] = ["org-boss"];

const acme = new Organization("acme", {
  name: Promise.resolve("Acme"),
  externalId: "acme",
  allowProfilesOutsideOrganization: isOpen,
  metadata: { tier: pulumi.output("gold") },
});
new Organization("b", { name: acme.name, externalId: "b", metadata: pulumi.output({ tier: "gold" }) });

const args: GroupArgs = { organizationId: acme.id, /*argument*/name: "Finance", description };
const group = new Group("finance", args);
new Group("money", { organizationId: group.organizationId, name: "Money", description: group.description });
const name: pulumi.Output<string> = group./*output*/name;

const boss = new OrganizationRole("boss", { organizationId: acme.id, slug: "org-boss", name: "Boss", /*spread*/permissions: [] });
new Member("ana", { organizationId: acme.id, email: "ana@acme.example", roles: slugs, status, expiresInDays: days });
new Member("ben", { organizationId: acme.id, email: "ben@acme.example", roles: [boss.slug, "admin"] });
new DataIntegration("own", { slug: "own", customProvider: { name: "Own", /*nested*/authorizationUrl: "https://own.example" } });

const projectArgs = (tenant: string): ProjectArgs => ({ name: tenant });
const project = new Project("p", projectArgs("acme"), { protect: true });
new ServiceAccount("api", { projectId: project.id, name: project./*added*/createdAt.apply(String) });

const theirs: Group = Group./*get*/get("theirs", "org_1/group_1", { parent: acme });
const found: unknown[] = [theirs, project];
const groups: Group[] = found.filter(Group.isInstance);
export const names = [name, ...groups.map((each) => each.name)];
`;

const POLICIES = readFileSync(join(import.meta.dirname, "../../docs/policies.md"), "utf8");
/** A pack of one's own, as that page has it. */
const [, PACK = ""] = /```ts\n(.*?)```/s.exec(POLICIES) ?? [];

const REFUSED = {
  "an argument that does not exist": `new Group("x", { organizationId: "o", name: "n", nmae: "n" });`,
  "an argument that is missing": `new Group("x", { organizationId: "o" });`,
  "an argument of another type": `new Group("x", { organizationId: "o", name: 3 });`,
  "an output of another type": `new Group("x", { organizationId: "o", name: acme.allowProfilesOutsideOrganization });`,
  "a word that is none of the choices": `new Member("x", { organizationId: "o", email: "e", status: "gone" });`,
  "null where nothing can be cleared": `new Group("x", { organizationId: "o", name: null });`,
  "an output that does not exist": `group.nmae;`,
  "an output that is set": `group.name = name;`,
  "reading without an id": `Group.get("x");`,
  "arguments of another resource": `const wrong: GroupArgs = projectArgs("x");`,
};

const HOVERS = {
  argument: "Shown to people, and the natural key in the organization; up to 256 characters.",
  output: "Shown to people, and the natural key in the organization; up to 256 characters.",
  spread: "Slugs of permissions that exist; the whole set, in any order. `[]` for none.",
  nested: "Both URLs are needed unless accounts connect by API key.",
  added: "Unix seconds.",
  get: "Reads an object that exists at the vendor and that this stack does not manage: it is never changed or removed. What\nthe vendor does not show again is `undefined`.",
};

const service = languageService(`${PROGRAM}${PACK}${Object.values(REFUSED).join("\n")}`);

/** The lines of the program that do not compile, with the reason. */
const problems = new Map(
  [...service.getSyntacticDiagnostics(FILE), ...service.getSemanticDiagnostics(FILE)].map((problem) => [
    lineOf(problem),
    ts.flattenDiagnosticMessageText(problem.messageText, " "),
  ]),
);

test("outputs, promises and plain values are taken as arguments, and a pack of one's own takes ours", () => {
  expect(PACK).toContain("rule({");
  const refused: string[] = Object.values(REFUSED);
  expect([...problems].filter(([line]) => !refused.includes(line))).toEqual([]);
});

test.each(Object.entries(REFUSED))("%s is refused", (_, line) => {
  expect([...problems.keys()]).toContain(line);
});

test.each(Object.entries(HOVERS))("the docstring is shown: %s", (marker, docstring) => {
  const mark = `/*${marker}*/`;
  const info = service.getQuickInfoAtPosition(FILE, PROGRAM.indexOf(mark) + mark.length);
  expect(ts.displayPartsToString(info?.documentation)).toBe(docstring);
});

test("the declarations compile with all that they import", () => {
  const files =
    service
      .getProgram()
      ?.getSourceFiles()
      .filter(({ fileName }) => fileName.startsWith(DIST)) ?? [];
  expect(files.length).toBeGreaterThan(30);
  expect(files.flatMap(({ fileName }) => service.getSemanticDiagnostics(fileName)).map(lineOf)).toEqual([]);
});

function languageService(program: string): ts.LanguageService {
  const read = (file: string): string | undefined => (file === FILE ? program : ts.sys.readFile(file));
  return ts.createLanguageService({
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => "1",
    getScriptSnapshot: (file) => {
      const text = read(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCompilationSettings: () => ({
      strict: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      types: ["node"],
      noEmit: true,
    }),
    getCurrentDirectory: () => join(FILE, ".."),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => file === FILE || ts.sys.fileExists(file),
    readFile: read,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    ...(ts.sys.realpath ? { realpath: ts.sys.realpath } : {}),
  });
}

function lineOf({ file, start }: ts.Diagnostic): string {
  if (!file || start === undefined) return "";
  const { line } = file.getLineAndCharacterOfPosition(start);
  return file.text.split("\n")[line] ?? "";
}

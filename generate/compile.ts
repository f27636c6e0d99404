/**
 * Compiles the package into `dist/` as `tsc -p tsconfig.build.json` does, only what changed, and puts the docstrings of all
 * fields of resources into their declarations.
 */
import ts from "typescript";
import { withDocstrings } from "./docstrings.ts";

const config = ts.getParsedCommandLineOfConfigFile("tsconfig.build.json", undefined, {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: (problem) => report([problem]),
});
if (config) compile(config);

function compile({ options, fileNames: rootNames, errors }: ts.ParsedCommandLine): void {
  const host = ts.createIncrementalCompilerHost(options);
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors; // As tsc does. Docstrings are taken from the text.
  const compilation = ts.createIncrementalProgram({ rootNames, options, configFileParsingDiagnostics: errors, host });
  const problems = [
    ...compilation.getConfigFileParsingDiagnostics(),
    ...compilation.getOptionsDiagnostics(),
    ...compilation.getGlobalDiagnostics(),
    ...compilation.getSyntacticDiagnostics(),
    ...compilation.getSemanticDiagnostics(),
  ];

  let changed = false;
  let saveProgress = (): void => {};
  const { diagnostics } = compilation.emit(undefined, (file, text) => {
    const write = (): void => ts.sys.writeFile(file, text);
    if (file.endsWith(".tsbuildinfo")) {
      saveProgress = write;
    } else {
      write();
      changed = true;
    }
  });
  if (changed) document(compilation.getProgram());
  saveProgress(); // Last: a run that is stopped half-way is done again.
  report([...problems, ...diagnostics]);
}

/** All resources, whatever changed: a field's docstring may stand in another file than the resource. */
function document(program: ts.Program): void {
  const afterDeclarations = [withDocstrings(program.getTypeChecker())];
  for (const file of program.getSourceFiles()) {
    if (!file.isDeclarationFile && file.text.includes("extends defineResource(")) {
      program.emit(file, undefined, undefined, true, { afterDeclarations });
    }
  }
}

function report(problems: readonly ts.Diagnostic[]): void {
  if (problems.length === 0) return;
  const host = { ...ts.sys, getNewLine: () => "\n", getCanonicalFileName: (name: string) => name };
  console.error(ts.formatDiagnostics(ts.sortAndDeduplicateDiagnostics(problems), host));
  process.exitCode = 1;
}

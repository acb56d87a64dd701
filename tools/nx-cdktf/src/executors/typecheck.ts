import { join, relative } from 'node:path';
import { UserError } from '@healthcare-dr/topology';
import ts from 'typescript';
import { batchOf, byFindings, executorOf, type Check, type CheckOptions } from './check';

const CONFIGURATION = 'tsconfig.json';

/** One program for all projects: what they share is checked once. */
const typecheck = (): Check => async (projects) => {
  const { workspaceRoot, ownerOf } = projects;
  const { options, fileNames, errors } = readConfiguration(workspaceRoot);
  const fileOf = (name: string) => relative(workspaceRoot, name);
  const rootNames = fileNames.filter((name) => ownerOf(fileOf(name)) !== undefined);
  const program = ts.createProgram({ rootNames, options, configFileParsingDiagnostics: errors });
  const global = [...errors, ...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()];
  if (global.length > 0) throw new UserError(global.map((one) => describe(one, workspaceRoot)).join('\n'));
  const findings = program
    .getSourceFiles()
    .filter(({ fileName }) => ownerOf(fileOf(fileName)) !== undefined && !fileName.includes('/node_modules/'))
    .flatMap((source) => [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ])
    .map((diagnostic) => ({
      file: fileOf(diagnostic.file?.fileName ?? ''),
      text: describe(diagnostic, workspaceRoot),
    }));
  return Promise.resolve(byFindings(projects, findings));
};

function readConfiguration(workspaceRoot: string): ts.ParsedCommandLine {
  const { config, error } = ts.readConfigFile(join(workspaceRoot, CONFIGURATION), (file) =>
    ts.sys.readFile(file),
  ) as {
    config?: unknown;
    error?: ts.Diagnostic;
  };
  const parsed = ts.parseJsonConfigFileContent(config ?? {}, ts.sys, workspaceRoot);
  return error === undefined ? parsed : { ...parsed, errors: [error, ...parsed.errors] };
}

function describe({ file, start, code, messageText }: ts.Diagnostic, workspaceRoot: string): string {
  const message = `error TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  if (file === undefined || start === undefined) return message;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return `${relative(workspaceRoot, file.fileName)}:${line + 1}:${character + 1} ${message}`;
}

export default executorOf<CheckOptions>(typecheck);
export const typecheckBatch = batchOf<CheckOptions>(typecheck);

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A controller with one guard broken, as a patch of its source. */
export interface Mutant {
  readonly name: string;
  /** The guarantees it breaks. */
  readonly breaks: readonly string[];
  /** Stands exactly once in all of the source. */
  readonly find: string;
  readonly replace: string;
}

/** The file that a mutant changes, as it is then. */
export interface Patch {
  readonly file: string;
  readonly contents: string;
}

/** A patch that does not fit the source any more. */
export class StaleMutantError extends Error {
  constructor({ name, find }: Mutant, files: readonly string[]) {
    const where = files.length === 0 ? 'nowhere' : `in ${files.join(' and ')}`;
    super(`The mutant "${name}" does not fit: ${JSON.stringify(find)} must stand once, and stands ${where}.`);
    this.name = 'StaleMutantError';
  }
}

/** The adapters of which the simulation runs what they make of answers and errors; the rest of them it replaces. */
const ADAPTERS = /^adapters\/(?!(?:call|witness-answer|global-cluster)\.ts$)/;

/** The controller's source, without specs and what the simulation replaces: the text of each file, by its path in the folder. */
export function readSource(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.spec\.ts$|__fixtures__|^handler/.test(file) && !ADAPTERS.test(file),
  );
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

/** @throws StaleMutantError if what is to be replaced does not stand in the source exactly once */
export function applyMutant(mutant: Mutant, source: ReadonlyMap<string, string>): Patch {
  const found = [...source].flatMap(([file, text]) =>
    text
      .split(mutant.find)
      .slice(1)
      .map(() => file),
  );
  const [file] = found;
  const text = file === undefined ? undefined : source.get(file);
  if (file === undefined || text === undefined || found.length !== 1)
    throw new StaleMutantError(mutant, found);
  return { file, contents: text.split(mutant.find).join(mutant.replace) };
}

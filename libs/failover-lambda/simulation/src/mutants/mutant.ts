/** A controller with one guard broken, as a patch of one file of the runtime's source. */
export interface Mutant {
  readonly name: string;
  /** The guarantees it breaks: by which of the judges it may be found. */
  readonly breaks: readonly string[];
  /** In `libs/failover-lambda/runtime/src`. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

/** A patch that does not fit the source any more. */
export class StaleMutantError extends Error {
  constructor({ name, file, find }: Mutant, times: number) {
    super(
      `The mutant "${name}" does not fit: ${JSON.stringify(find)} stands ${times} times in ${file}, not once.`,
    );
    this.name = 'StaleMutantError';
  }
}

/** @throws StaleMutantError if what is to be replaced does not stand in the source exactly once */
export function applyMutant(mutant: Mutant, source: string): string {
  const parts = source.split(mutant.find);
  if (parts.length !== 2) throw new StaleMutantError(mutant, parts.length - 1);
  return parts.join(mutant.replace);
}

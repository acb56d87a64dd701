import { readFileSync, writeFileSync } from 'node:fs';
import { InputError } from '@healthcare-dr/cli-kit';

/**
 * The text of a file that a command was given.
 *
 * @throws InputError if it cannot be read
 */
export function readInput(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unusable(error, `${file} cannot be read`, 'a file that is there', 'correct the path.');
  }
}

/**
 * Writes what a command was asked to leave in a file.
 *
 * @throws InputError if it cannot be written
 */
export function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw unusable(
      error,
      `${file} cannot be written`,
      'a file in a folder that is there',
      'correct the path.',
    );
  }
}

function unusable(error: unknown, problem: string, allowed: string, fix: string): InputError {
  return new InputError({
    problem: `${problem}: ${error instanceof Error ? error.message : String(error)}.`,
    allowed,
    fix,
  });
}

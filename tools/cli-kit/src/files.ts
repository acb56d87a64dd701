import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from './errors';

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
 * Holds files that a command was asked to write to be such that it can, before it works for minutes.
 *
 * @param files - undefined: it was not asked
 * @throws InputError if one cannot be written
 */
export function assertWritable(...files: readonly (string | undefined)[]): void {
  for (const file of files) {
    if (file === undefined) continue;
    try {
      accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
    } catch (error) {
      throw unwritable(file, error);
    }
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
    throw unwritable(file, error);
  }
}

const unwritable = (file: string, error: unknown): InputError =>
  unusable(error, `${file} cannot be written`, 'a file in a folder that is there', 'correct the path.');

function unusable(error: unknown, problem: string, allowed: string, fix: string): InputError {
  return new InputError({
    problem: `${problem}: ${error instanceof Error ? error.message : String(error)}.`,
    allowed,
    fix,
  });
}

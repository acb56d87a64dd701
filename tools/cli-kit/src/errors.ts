import { UserError } from '@healthcare-dr/topology';

/** The exit code of what was asked wrongly, or by the wrong person: nothing was done. */
export const BAD_INPUT = 2;

/** A command that cannot be carried out as it was given. Nothing was done. */
export class InputError extends UserError {
  override readonly exitCode: number = BAD_INPUT;
}

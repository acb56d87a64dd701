import { UserError } from '@healthcare-dr/topology';

/** The message of the UserError that an action throws; anything else it does fails the test. */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error('Nothing was thrown.');
}

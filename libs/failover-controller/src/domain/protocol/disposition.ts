/**
 * What became of an invocation, or of one of its rounds.
 *
 * - `done`: no command was given; the controller looked, and did what the reason says
 * - `accepted`: the command was taken, and is journalled (in a dry run: it would be)
 * - `refused`: the command was not taken; the reason is a {@link Refusal}
 * - `duplicate`: a command with this request id was taken or refused before; nothing was changed
 * - `held`: the controller is paused, and would act otherwise
 * - `withheld`: the last look right before the call said no; the call was not made
 * - `busy`: another invocation is at work, or this one had no time left: nothing was taken, ask again
 * - `unconfirmed`: whether the command was taken is not known; the journal is
 * - `failed`: nothing can be decided
 * - `ignored`: the event was not understood
 */
export type Disposition =
  | 'done'
  | 'accepted'
  | 'refused'
  | 'duplicate'
  | 'held'
  | 'withheld'
  | 'busy'
  | 'unconfirmed'
  | 'failed'
  | 'ignored';

import { other, type Side } from '../../schedule';
import { FailedCall } from '../sdk-errors';
import type { Caller } from './caller';

/** Never throws, never takes longer than its time-out. */
export function serves(caller: Caller): Promise<boolean> {
  const { world, side } = caller;
  const told = caller.look('probe');
  return caller
    .call('probe.serves', 'probe', () => world.health.answersPeer(other(side)))
    .catch(() => false)
    .then((serves) => {
      told.completeAt = world.time.now;
      return (told.serves = serves);
    });
}

/** Whether an anchor outside both Regions answers. Never throws either. */
export function reaches(caller: Caller): Promise<boolean> {
  const { world } = caller;
  const told = caller.look('egress');
  return caller
    .call('egress.reaches', 'egress', () => true)
    .catch(() => false)
    .then((reaches) => {
      told.completeAt = world.time.now;
      return (told.egress = reaches);
    });
}

/** What Route 53's checkers find of a Region. */
export async function ask(caller: Caller, role: Side): Promise<'healthy' | 'unhealthy'> {
  const { world, side } = caller;
  const question = role === side ? 'ownWitness' : 'peerWitness';
  const told = caller.look(question);
  try {
    const answer = await caller.call('witness.ask', 'witness', () => world.checkers.witness(role));
    told[question] = answer;
    return answer;
  } catch (error) {
    told[question] = error instanceof FailedCall ? error.truly : 'invalid';
    throw error;
  } finally {
    told.completeAt = world.time.now;
  }
}

import { other, type Side } from '../../schedule';
import { FailedCall } from '../sdk-errors';
import type { Caller } from './caller';

/** Never throws, never takes longer than its time-out. */
export function serves(caller: Caller): Promise<boolean> {
  const { world, side } = caller;
  const told = caller.look('probe');
  const hear = (serves: boolean) => {
    told.completeAt = world.time.now;
    told.serves = serves;
  };
  return caller
    .call('probe.serves', 'probe', () => world.health.answersPeer(other(side)), undefined, {
      answered: hear,
      failed: () => hear(false),
    })
    .catch(inVain);
}

/** Whether an anchor outside both Regions answers. Never throws either. */
export function reaches(caller: Caller): Promise<boolean> {
  const { world } = caller;
  const told = caller.look('egress');
  const hear = (reaches: boolean) => {
    told.completeAt = world.time.now;
    told.egress = reaches;
  };
  return caller
    .call('egress.reaches', 'egress', () => true, undefined, { answered: hear, failed: () => hear(false) })
    .catch(inVain);
}

const inVain = () => false;

/** What Route 53's checkers find of a Region. */
export function ask(caller: Caller, role: Side): Promise<'healthy' | 'unhealthy'> {
  const { world, side } = caller;
  const question = role === side ? 'ownWitness' : 'peerWitness';
  const told = caller.look(question);
  return caller.call('witness.ask', 'witness', () => world.checkers.witness(role), undefined, {
    answered: (answer) => {
      told[question] = answer;
      told.completeAt = world.time.now;
    },
    failed: (error) => {
      told[question] = error instanceof FailedCall ? error.truly : 'invalid';
      told.completeAt = world.time.now;
    },
  });
}

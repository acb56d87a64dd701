import { CALL_BOUND_MS } from '@healthcare-dr/failover-controller';
import type { World } from '../world/world';
import type { Call, Invocation } from '../world/call';
import type { Guarantee } from '../world/guarantee';
import { MINUTE } from '../world/timeline';
import { endpointOf, isFailover, isMutating } from './judgement';

/**
 * Within how long dr writes, beside what confirmation and promotion take: replication is seen to have stopped after six minutes, and
 * looks come once a minute; with one more fault, one of them is lost, and the promotion is asked for again.
 */
const WITHIN_MS = 9 * MINUTE;
const WITHIN_ON_FAULT_MS = 10 * MINUTE;

/**
 * Guarantee 5: every call is bounded in time, and none on the path needs the failed Region: an invocation that nothing but a dark
 * Region touches ends before its time-out, none waits for anything but its calls, and no mutating call is begun too late to be
 * answered. A failover is asked for in the Region of the target, and the path completes while the primary stays dark.
 */
export class Bounded implements Guarantee {
  constructor(private readonly world: World) {}

  begins(call: Call): void {
    const { name, invocation, target } = call;
    if (target !== undefined && (endpointOf(call) === target) !== isFailover(name))
      this.world.violate('5', `${name} is not to be called in that Region, which may be the failed one`);
    const left = invocation.endsAt - this.world.time.now;
    if (isMutating(name) && left < CALL_BOUND_MS)
      this.world.violate('5', `${name} begun ${left / 1000} s before the invocation's end`);
  }

  deadlinePasses(invocation: Invocation): void {
    if (invocation.waiting === 0)
      this.world.violate('5', 'an invocation waits for something that is no call');
    if (!invocation.disturbed)
      this.world.violate('5', 'an invocation ran into its time-out although only a Region was dark');
  }

  ends(): void {
    const { world } = this;
    const { recovery, nature, policy } = world;
    const timeMs = recovery.timeMs();
    if (timeMs === undefined) return;
    const { onlyGapsMs } = world;
    const isJudged = onlyGapsMs === undefined ? world.furtherFaults <= 1 : onlyGapsMs <= 3 * MINUTE;
    if (timeMs === Infinity && !world.touched && (isJudged || onlyGapsMs === undefined))
      return world.violate(
        '5',
        'the primary was lost for long, nothing forbade a failover, and nobody wrote in dr',
      );
    // What the policy and RDS take is not the controller's.
    const usualMs = policy.confirmationMs + nature.operationMs;
    // A look that is lost, or sees too little, costs its own time and does not begin the confirmation anew.
    const withinMs =
      onlyGapsMs === undefined ? WITHIN_ON_FAULT_MS + policy.reissueAfterMs : WITHIN_MS + onlyGapsMs;
    if (isJudged && timeMs !== Infinity && timeMs > usualMs + withinMs)
      world.violate('5', `dr wrote only ${(timeMs / MINUTE).toFixed(1)} min after the loss of the primary`);
  }
}

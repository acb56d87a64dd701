import { CALL_BOUND_MS } from '@healthcare-dr/failover-controller';
import type { World } from '../world/world';
import type { Call, Invocation } from '../world/call';
import type { Guarantee } from '../world/guarantee';
import { endpointOf, isFailover, isMutating } from './judgement';

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
    const { recovery, touched } = this.world;
    if (recovery.timeMs() === Infinity && !touched)
      this.world.violate(
        '5',
        'the primary was lost for long, nothing forbade a failover, and nobody wrote in dr',
      );
  }
}

import type { Guarantee } from '../world/guarantee';
import type { World } from '../world/world';

/**
 * Guarantee 10, by truth: what RDS was made to do, and where traffic was led, reaches a person, and wakes one where data may be lost;
 * and nobody is woken where the primary served all the time and all that failed was over within a minute.
 */
export class ReachesPeople implements Guarantee {
  constructor(private readonly world: World) {}

  ends(): void {
    const { world } = this;
    const { aurora, people, truth } = world;
    for (const { kind, by, target, startedAt } of aurora.operations) {
      if (by === 'console') continue;
      const heard = people.reached.filter(
        ({ at, from }) => at >= startedAt - 60_000 && from === by.invocation.side,
      );
      if (heard.length === 0) world.violate('10', `the ${kind} to ${target} was told to nobody`);
      else if (kind === 'failover' && !heard.some(({ severity }) => severity === 'page'))
        world.violate('10', `the failover to ${target} woke nobody`);
    }
    if (!truth.unbroken || !world.onlyBlips || aurora.operations.length > 0) return;
    const woken = people.reached.find(({ severity }) => severity === 'page');
    if (woken !== undefined)
      world.violate(
        '10',
        `somebody was woken for nothing: ${woken.notification?.subject ?? 'silence of the controller'}`,
      );
  }
}

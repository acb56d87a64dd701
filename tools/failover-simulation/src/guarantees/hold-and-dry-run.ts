import type { World } from '../world/world';
import type { Call } from '../world/call';
import type { Guarantee } from '../world/guarantee';
import { isMutating, isWriting } from './judgement';

/**
 * Guarantee 3: no mutating call under hold, and no write of any kind in a dry run or for `status`. The hold is to be read right
 * before each mutating call, after the intent was written; a hold that was put on between that read and the call is the one it
 * cannot know.
 */
export class HoldAndDryRun implements Guarantee {
  constructor(private readonly world: World) {}

  begins(call: Call): void {
    const { world } = this;
    const { name, invocation, engaged } = call;
    const { trigger, last } = invocation;
    if (trigger.kind === 'command' && isWriting(name)) {
      const { command } = trigger;
      if ('dryRun' in command && command.dryRun) world.violate('3', `${name} in a dry run`);
      if (command.operation === 'status' && isMutating(name)) world.violate('3', `${name} for a status`);
    }
    const movesTraffic = engaged !== undefined && engaged !== world.controls[invocation.side].newest;
    if (!movesTraffic && !isMutating(name)) return;
    if (isMutating(name) && last.holdRead < last.journalWritten)
      return world.violate('3', `${name} without another look at the hold right before`);
    if (world.parameters.held > 0 && invocation.heldWhenRead) world.violate('3', `${name} under hold`);
  }
}

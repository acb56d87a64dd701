import type { Trigger } from '@healthcare-dr/failover-controller';
import type { Happening } from '../schedule';
import { SECOND } from './timeline';

/** What calls the function. */
export function describeTrigger(trigger: Trigger): string {
  return trigger.kind === 'command' ? JSON.stringify(trigger.command) : trigger.kind;
}

/** A look or two that are lost, or see too little, and no more. */
export const isGap = (what: Happening): boolean =>
  (what.kind === 'no-schedule' ||
    (what.kind === 'path' && what.side === 'dr' && (what.path === 'nat' || what.path === 'resolver'))) &&
  what.forMs <= 100 * SECOND;

/** A happening's kind, in the words of the report. */
export function describeKind(what: Happening): string {
  switch (what.kind) {
    case 'lose':
      return what.what === 'network'
        ? 'network between the Regions cut'
        : `${what.side} loses its ${what.what}`;
    case 'path':
      return `${what.side}'s ${what.path} out of order`;
    case 'database':
    case 'check':
      return `${what.kind} of ${what.side}: ${what.how}`;
    case 'bad-deployment':
    case 'certificate':
      return `${what.kind} in ${what.side}`;
    case 'service':
      return `${what.service}: ${what.fault}`;
    case 'policy':
      return `policy: ${what.value}`;
    case 'command':
      return `command: ${what.operation}${what.dryRun ? ' (dry run)' : ''}`;
    case 'console':
      return `console: ${what.operation}`;
    default:
      return what.kind;
  }
}

/** A happening with all that is said of it. */
export function describe(what: Happening): string {
  const { kind, ...rest } = what;
  return `${kind} ${Object.entries(rest)
    .map(([name, value]) => `${name}=${name.endsWith('Ms') ? `${Number(value) / SECOND}s` : String(value)}`)
    .join(' ')}`;
}

import type { ResourceChange } from './changes';
import type { GateFinding } from './gate';

/** Which side writes; unknown where AWS does not say. */
export type Writer = 'primary' | 'dr' | 'unknown';

interface Rule {
  /** `asked`: it is named with `--allow`; `refused`: in production not at all. */
  readonly rule: 'asked' | 'refused';
  readonly because: string;
}

/**
 * What a deployment of a tier may do while dr writes. A tier that is not here is deployed as always: its plan is the same whoever writes,
 * and the gate stops what would lose data.
 */
export const WHILE_DR_WRITES: Readonly<Record<string, Rule>> = {
  aurora: {
    rule: 'asked',
    because: 'it may lower the capacity that was raised for the failover, or restart the writer',
  },
  compute: { rule: 'asked', because: 'it may lower the task count of the service that serves alone' },
  dns: {
    rule: 'refused',
    because:
      'a health check that is made anew is healthy until it has data, and traffic would go to where nobody writes',
  },
  'failover-lambda': {
    rule: 'asked',
    because: 'it replaces the controller in the middle of its incident: pause it first',
  },
};

/** The finding on a stack that would be changed while dr writes, or while nobody knows who does. */
export function swappedFindings(
  stack: string,
  changes: readonly ResourceChange[],
  { writer, production }: { readonly writer: Writer; readonly production: boolean },
): GateFinding[] {
  const found = WHILE_DR_WRITES[stack.replace(/^(?:primary|dr)-/, '')];
  if (writer === 'primary' || changes.length === 0 || found === undefined) return [];
  const when = writer === 'dr' ? 'dr writes' : 'it is not known which Region writes';
  return [
    {
      code: 'dr-writes',
      stack,
      name: `${stack}/dr-writes`,
      detail: `${stack} would be changed while ${when}: ${found.because}`,
      never: production && found.rule === 'refused' && writer === 'dr',
    },
  ];
}

import type { DeploymentRecord } from '@healthcare-dr/deployment-records';
import { changedInputs, readInputs } from '../stacks/inputs';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import type { DeliverySession } from './session';

/** What is deployed of one stack. */
export interface StackStatus {
  readonly stack: string;
  /** The last record; undefined if there is none. */
  readonly record: DeploymentRecord | undefined;
  /** Whether that is what the checkout says; `unknown` if its Region does not answer. */
  readonly stands: boolean | 'unknown';
  /** Why it does not stand, or is not known. */
  readonly because: readonly string[];
}

/** What stands of each stack, by the records; a Region that does not answer leaves its stacks unknown. */
export function readStatus(
  session: Pick<DeliverySession, 'recordsOf' | 'parameters' | 'lockFile'>,
  stacks: readonly SynthesizedStack[],
): Promise<StackStatus[]> {
  return Promise.all(
    stacks.map(async (stack): Promise<StackStatus> => {
      try {
        const [read, found] = await Promise.all([
          session.recordsOf(stack).read(stack.name),
          readInputs(stack, session.lockFile, session.parameters),
        ]);
        const record = read?.record;
        if (record === undefined)
          return { stack: stack.name, record, stands: false, because: ['never deployed'] };
        if (record.status !== 'succeeded')
          return {
            stack: stack.name,
            record,
            stands: false,
            because: [record.error ?? `left ${record.status}`],
          };
        const because = changedInputs(record.inputs, found.inputs);
        return { stack: stack.name, record, stands: because.length === 0, because };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return {
          stack: stack.name,
          record: undefined,
          stands: 'unknown',
          because: [reason.split('\n')[0] ?? ''],
        };
      }
    }),
  );
}

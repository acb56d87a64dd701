import type { SynthesizedFile } from '@healthcare-dr/nx-cdktf';
import { peerOf, type Role } from '@healthcare-dr/topology';
import { GlobalDatabase } from '../global-database';
import type { DrillSession, Step } from '../session';

/** How long a switchover of the local AWS may take: it is configured to take seconds. */
const TIMEOUT_MS = 120_000;

/** The stacks whose resources change their roles. */
const DATABASE_STACKS = ['primary-aurora', 'dr-aurora'];

/** Lets dr write and the primary follow, and shows that no plan wants to undo it; then back, and again for the database. */
export function swapRoles(session: DrillSession): Step[] {
  const { environment, ledger, signal } = session.props;

  const swap = (target: Role): Step => ({
    title: `Let ${session.regionOf(target)} write`,
    task: async (_, task) => {
      const database = new GlobalDatabase(environment, session.aws.environment);
      try {
        const before = await database.writer();
        const elapsedMs = await database.switchover(target, { signal, timeoutMs: TIMEOUT_MS });
        const after = await database.writer();
        ledger.assert(
          `A switchover makes ${session.regionOf(target)} write`,
          before === peerOf(target) && after === target,
          `${session.regionOf(before)} wrote before, ${session.regionOf(after)} after ${Math.round(elapsedMs)} ms`,
        );
        task.title = `${session.regionOf(target)} writes, after ${(elapsedMs / 1000).toFixed(1)} s`;
      } finally {
        database.destroy();
      }
    },
  });

  const plan = (what: string, stacks: () => readonly SynthesizedFile[], writer: Role): Step => ({
    title: `Plan ${what} while ${session.regionOf(writer)} writes`,
    task: (_, task) =>
      task.newListr(
        session.onStacks(stacks(), { verb: 'Plan', order: 'any' }, async (root, { name }) => {
          const { changes, text } = await root.plan();
          ledger.assert(
            `The plan of ${name} is empty while ${session.regionOf(writer)} writes`,
            !changes,
            text,
          );
        }),
        { concurrent: true },
      ),
  });
  const database = () => session.stacks.filter(({ name }) => DATABASE_STACKS.includes(name));

  return [
    swap('dr'),
    plan('every stack', () => session.stacks, 'dr'),
    swap('primary'),
    plan('the database', database, 'primary'),
  ];
}

import { setTimeout as delay } from 'node:timers/promises';
import { ROLES, type Region, type Role } from '@healthcare-dr/topology';
import type { GlobalDatabase } from '../global-database';
import type { Recorder } from './recorder';

/** How often the global database is looked at while it moves, and for how long at most, in real milliseconds. */
const LOOK_EVERY_MS = 50;
const MOVES_WITHIN_MS = 60_000;

/** What an {@link OperationWatch} is made from. */
export interface OperationWatchProps {
  readonly database: Pick<GlobalDatabase, 'describe'>;
  readonly regions: Readonly<Record<Role, Region>>;
  readonly recorder: Pick<Recorder, 'collected'>;
  /** Milliseconds since the epoch, virtual. */
  readonly now: () => number;
  /** The Region that is dark, if one is. */
  readonly lost: () => Role | undefined;
  /** What goes on while an operation runs. */
  readonly meanwhile: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** Keeps a record of who writes, and of the operations on the global database. */
export class OperationWatch {
  constructor(private readonly props: OperationWatchProps) {}

  /** Waits until no operation runs, for which real time passes. @throws Error if one runs for more than a minute of it */
  async settle(): Promise<void> {
    const end = performance.now() + MOVES_WITHIN_MS;
    while ((await this.look()) !== '') {
      if (performance.now() > end)
        throw new Error('an operation on the global database does not come to its end');
      await this.props.meanwhile();
      await delay(LOOK_EVERY_MS, undefined, { signal: this.props.signal });
    }
  }

  /** Looks at the global database, in a Region that is not dark. @returns what is under way, or nothing */
  async look(): Promise<string> {
    const { database, regions, recorder, now, lost } = this.props;
    const { FailoverState, GlobalClusterMembers: members = [] } = await database.describe(
      lost() === 'dr' ? 'primary' : 'dr',
    );
    const operation = FailoverState?.Status ?? '';
    const region = members.find(({ IsWriter }) => IsWriter)?.DBClusterArn?.split(':')[3];
    const writer = ROLES.find((role) => regions[role] === region);
    const followers = members.filter(({ IsWriter }) => IsWriter !== true);
    const connected =
      followers.length > 0 && followers.every(({ SynchronizationStatus: status }) => status === 'connected');
    const { writers } = recorder.collected;
    const last = writers.at(-1);
    if (last?.writer !== writer || last?.operation !== operation || last?.connected !== connected)
      writers.push({ at: now(), writer, operation, connected });
    return operation;
  }
}

import type { Task } from '@healthcare-dr/local-aws';
import { ROLES, type Role } from '@healthcare-dr/topology';
import type { TaskEnd } from '../client/facts';

/** What is looked at of a task. */
export interface WatchedTask {
  readonly process: Pick<Task['process'], 'exited'>;
  readonly lastLines: Task['lastLines'];
}

/** Takes note of each task that ends while nobody has asked it to. */
export class TaskEnds {
  readonly #ends: TaskEnd[] = [];
  #expected = false;

  /** @param now - the time of day in milliseconds since the epoch, virtual */
  constructor(tasks: Readonly<Record<Role, WatchedTask>>, now: () => number) {
    for (const role of ROLES) {
      const { process: server, lastLines } = tasks[role];
      void server.exited.then((exitCode) => {
        if (!this.#expected) this.#ends.push({ role, at: now(), exitCode, lines: [...lastLines()] });
      });
    }
  }

  /** From now on tasks may end. */
  expect(): void {
    this.#expected = true;
  }

  /** Those since a moment, in milliseconds of virtual time. */
  since(from: number): readonly TaskEnd[] {
    return this.#ends.filter(({ at }) => at >= from);
  }
}

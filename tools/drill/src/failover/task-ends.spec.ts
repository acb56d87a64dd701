import { byRole, type Role } from '@healthcare-dr/topology';
import { TaskEnds } from './task-ends';

function watched() {
  const end: Partial<Record<Role, (exitCode: number) => void>> = {};
  const tasks = byRole((role) => ({
    process: { exited: new Promise<number>((resolve) => (end[role] = resolve)) },
    lastLines: () => [`${role} says why`],
  }));
  let now = 1000;
  const ends = new TaskEnds(tasks, () => now);
  const endAt = async (role: Role, at: number, exitCode: number) => {
    now = at;
    end[role]?.(exitCode);
    await tasks[role].process.exited;
  };
  return { ends, endAt };
}

it('tells of a task that ends by itself: when, how, and with its last lines', async () => {
  const { ends, endAt } = watched();
  expect(ends.since(0)).toEqual([]);

  await endAt('dr', 2000, 1);

  expect(ends.since(2000)).toEqual([{ role: 'dr', at: 2000, exitCode: 1, lines: ['dr says why'] }]);
  expect(ends.since(2001)).toEqual([]);
});

it('tells nothing of tasks that are asked to end', async () => {
  const { ends, endAt } = watched();
  ends.expect();

  await endAt('primary', 2000, 0);

  expect(ends.since(0)).toEqual([]);
});

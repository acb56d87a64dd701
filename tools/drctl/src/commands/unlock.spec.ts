import { FakeTerminal } from '@healthcare-dr/cli-kit/fake-terminal';
import { unlock } from './unlock';

const given = (yes = false) => {
  const terminal = new FakeTerminal();
  let broken = 0;
  const lock = {
    what: 'the state of dr-aurora',
    holder: 'me@laptop',
    unlock: () => Promise.resolve(void (broken += 1)),
  };
  const run = (locks = [lock]) => unlock({ terminal, environment: 'dev', locks, yes });
  return { terminal, run, broken: () => broken };
};

describe('unlock', () => {
  it('shows the holder, and breaks the lock once the name of the environment is typed', async () => {
    const { terminal, run, broken } = given();
    terminal.answers = ['dev'];

    expect(await run()).toBe(0);
    expect(terminal.text).toContain('me@laptop');
    expect(broken()).toBe(1);
  });

  it('leaves it on any other answer', async () => {
    const { terminal, run, broken } = given();
    terminal.answers = ['yes'];

    expect(await run()).toBe(1);
    expect(broken()).toBe(0);
  });

  it('does not ask where nobody can answer, unless it is told to go on', async () => {
    const { terminal, run, broken } = given();
    terminal.canAsk = false;
    await expect(run()).rejects.toThrow('--yes');

    const told = given(true);
    told.terminal.canAsk = false;
    expect(await told.run()).toBe(0);
    expect([broken(), told.broken()]).toEqual([0, 1]);
  });

  it('says that nobody holds one', async () => {
    const { run, broken } = given();

    expect(await run([])).toBe(0);
    expect(broken()).toBe(0);
  });
});

import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { StartedDrill, type COMMANDS, type Kind } from './__fixtures__/started-drill';

/** In the middle of its first apply. */
const APPLYING: readonly Kind[] = ['moto', 'postgres', 'terraform', 'provider'];

jest.setTimeout(25 * 60_000);

interface Kill {
  readonly what: string;
  readonly command: keyof typeof COMMANDS;
  readonly kill: (drill: StartedDrill) => Promise<void>;
  readonly exitCode: number | null;
}

/** Longer than what counts as an echo of the first one. */
const twice = async (drill: StartedDrill): Promise<void> => {
  await drill.send('SIGTERM');
  await new Promise((next) => setTimeout(next, 1000));
  await drill.send('SIGTERM');
};

describeWithMoto('a drill that is killed while Terraform applies to databases that live', () => {
  let drill: StartedDrill | undefined;

  afterEach(() => drill?.clear());

  it.each<Kill>([
    { what: 'SIGINT', command: 'node', kill: (it) => it.send('SIGINT'), exitCode: 130 },
    { what: 'SIGTERM', command: 'node', kill: (it) => it.send('SIGTERM'), exitCode: 143 },
    { what: 'SIGTERM, twice', command: 'node', kill: twice, exitCode: 143 },
    { what: 'SIGKILL', command: 'node', kill: (it) => it.send('SIGKILL'), exitCode: null },
    { what: 'SIGTERM to npm', command: 'npm', kill: (it) => it.send('SIGTERM'), exitCode: 143 },
    {
      what: 'Ctrl-C on its terminal',
      command: 'npm',
      kill: (it) => it.send('SIGINT', 'group'),
      exitCode: 130,
    },
    {
      what: 'SIGKILL to its process group',
      command: 'npm',
      kill: (it) => it.send('SIGKILL', 'group'),
      exitCode: null,
    },
  ])('leaves no process and no folder after $what', async ({ command, kill, exitCode }) => {
    drill = new StartedDrill(command);
    await drill.untilAlive(APPLYING);

    await kill(drill);

    await expect(drill.ended()).resolves.toBe(exitCode);
    await expect(drill.leftovers()).resolves.toEqual({ processes: [], files: [] });
  });
});

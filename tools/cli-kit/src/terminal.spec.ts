import { FakeTerminal } from './__fixtures__/fake-terminal';
import { assertAnswerable, goesOn, list } from './terminal';

const LINES = [
  { state: 'ok' as const, cells: ['writer', '', 'primary'] },
  { state: 'unknown' as const, cells: ['lag', 'eu-west-1', 'no datapoint'] },
];

describe('list', () => {
  it('says states in words where nobody sees colors', () => {
    expect(list({ interactive: false }, ['What', 'Region', 'How'], LINES)).toBe(
      'ok | writer | primary\nUNKNOWN | lag | eu-west-1 | no datapoint',
    );
  });

  it('keeps columns under their titles although signs are colored', () => {
    const [head = '', , first = ''] = list({ interactive: true }, ['What', 'Region', 'How'], LINES).split(
      '\n',
    );
    expect(first.slice(first.indexOf('writer')).indexOf('primary')).toBe(head.trimStart().indexOf('How'));
  });
});

describe('asking', () => {
  it('is refused where nobody can answer, unless the answer was given', () => {
    const terminal = new FakeTerminal();
    terminal.canAsk = false;
    expect(() => assertAnswerable(terminal, { yes: false }, 'failover')).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining('Nothing was done.') }),
    );
    expect(() => assertAnswerable(terminal, { yes: true }, 'failover')).not.toThrow();
  });

  it.each([
    ['dev', true],
    [' dev ', true],
    ['yes', false],
    ['', false],
  ])('takes %j for %s', async (answer, expected) => {
    const terminal = new FakeTerminal();
    terminal.answers = [answer];
    expect(await goesOn(terminal, { yes: false }, 'dev')).toBe(expected);
  });
});

import { FakeTerminal } from './__fixtures__/fake-terminal';
import { assertAnswerable, createRedraw, goesOn, list } from './terminal';

const LINES = [
  { state: 'ok' as const, cells: ['writer', '', 'primary'] },
  { state: 'unknown' as const, cells: ['lag', 'eu-west-1', 'no datapoint'] },
];

describe('list', () => {
  it('says states in words where nobody sees colors', () => {
    expect(list({ interactive: false, columns: 80 }, ['What', 'Region', 'How'], LINES)).toBe(
      'ok | writer | primary\nUNKNOWN | lag | eu-west-1 | no datapoint',
    );
  });

  it('keeps columns under their titles although signs are colored', () => {
    const [head = '', , first = ''] = list(
      { interactive: true, columns: 80 },
      ['What', 'Region', 'How'],
      LINES,
    ).split('\n');
    expect(first.slice(first.indexOf('writer')).indexOf('primary')).toBe(head.trimStart().indexOf('How'));
  });
});

it('breaks the last column between words, so that no line is wider than the terminal', () => {
  const text = 'no datapoint within the last hour; the bound is 15 min, and nobody knows what would be lost';
  const drawn = list(
    { interactive: true, columns: 80 },
    ['What', 'Region', 'How'],
    [{ state: 'unknown', cells: ['replication lag', 'eu-west-1', text] }],
  ).split('\n');

  const plain = drawn.map((line) => line.replaceAll(/\u001B\[\d+m/g, ''));
  expect(plain.filter((line) => line.length > 80)).toEqual([]);
  expect(plain.length).toBeGreaterThan(3);
  expect(
    plain
      .slice(2)
      .map((line) => line.slice(2))
      .join(' ')
      .replaceAll(/ +/g, ' ')
      .trim(),
  ).toBe(`replication lag eu-west-1 ${text}`);
});

describe('createRedraw', () => {
  it('goes back over what it drew, and cuts what is higher than the screen', () => {
    const written: string[] = [];
    const redraw = createRedraw({ rows: 4, write: (text: string) => written.push(text) });
    redraw(['a', 'b']);
    redraw(['1', '2', '3', '4']);
    redraw(['x']);
    expect(written).toEqual(['a\nb\n', '\u001B[2A\r\u001B[J1\n2\n…\n', '\u001B[3A\r\u001B[Jx\n']);
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

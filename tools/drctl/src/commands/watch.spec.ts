import { FakeTerminal } from '@healthcare-dr/cli-kit/fake-terminal';
import { FakeAws, LOST, NOW, seenBy } from '../__fixtures__/aws';
import { openIncident } from '../__fixtures__/incident';
import { watch } from './watch';

let aws: FakeAws;
let terminal: FakeTerminal;
beforeEach(() => {
  aws = new FakeAws();
  terminal = new FakeTerminal();
});
afterEach(() => aws.restore());

const resolver = () => Promise.reject(new Error('ENOTFOUND'));

/** Watches as many looks as there are things to happen, and one more. */
async function watched(happenings: (() => void)[], json = false): Promise<void> {
  const interrupt = new AbortController();
  await expect(
    watch({
      pair: aws.pair(),
      terminal,
      json,
      resolver,
      signal: interrupt.signal,
      sleep: (ms) => {
        aws.now += ms;
        const next = happenings.shift();
        if (next === undefined) interrupt.abort(new Error('Ctrl-C'));
        else next();
        return Promise.resolve();
      },
    }),
  ).rejects.toThrow('Ctrl-C');
}

function lose(): void {
  aws.sides.primary.dark = true;
  const { dr } = aws.sides;
  const incident = openIncident('failover', 'approval-required', { pagedAt: NOW });
  dr.journal = { ...dr.journal, version: 9, incident, watch: seenBy(LOST) };
  dr.history.push({
    at: NOW,
    incidentId: incident.id,
    event: 'approval-required',
    reason: { code: 'approval-required', objection: { code: 'loss-unknown' } },
    details: {},
  });
}

it('prints a line for each change where nobody looks, each once', async () => {
  await watched([() => undefined, lose, () => undefined]);
  const { printed } = terminal;
  expect(printed[0]).toMatch(/^03:04:30Z {2}dev: primary \(eu-west-2\) writes\. Clients are served\./);
  expect(printed.filter((line) => line.includes('approval required: '))).toHaveLength(1);
  expect(
    printed.filter((line) => /approve failover-\S+ --accept-data-loss --environment dev$/.test(line)),
  ).toHaveLength(1);
  expect(printed.filter((line) => line.includes('database eu-west-2: ok → unknown'))).toHaveLength(1);
});

it('draws the conclusion and the steps of what runs anew where a person looks', async () => {
  terminal.interactive = true;
  await watched([lose]);
  expect(terminal.printed).toEqual([]);
  expect(terminal.drawn).toHaveLength(2);
  const last = terminal.drawn[1]?.join('\n') ?? '';
  expect(last).toContain('Confirm that the Region is lost');
  expect(last).toContain('approval required');
});

it('does not tell whoever watches to watch', async () => {
  terminal.interactive = true;
  aws.sides.primary.dark = true;
  await watched([]);
  const drawn = terminal.drawn
    .map((lines) => lines.join('\n'))
    .join('\n')
    .replaceAll(/\s+/g, ' ');
  expect(drawn).toContain('eu-west-2 does not answer from here');
  expect(drawn).toContain('docs/runbooks/disaster-failover.md');
  expect(drawn).not.toContain('--watch');
});

it('prints one report a line where JSON is asked for', async () => {
  await watched([lose], true);
  const codes = terminal.printed.map(
    (line) => (JSON.parse(line) as { conclusion: { code: string } }).conclusion.code,
  );
  expect(codes).toEqual(['well', 'approval-required']);
});

import { EMPTY_JOURNAL } from '@healthcare-dr/failover-controller';
import { FakeTerminal } from '@healthcare-dr/cli-kit/fake-terminal';
import { arnOf, everyMinute, FakeAws, HOLD_PARAMETER, NOW } from '../__fixtures__/aws';
import type { StatusReport } from '../assess/status';
import { status } from './status';

let aws: FakeAws;
beforeEach(() => {
  aws = new FakeAws();
});
afterEach(() => aws.restore());

const toDr = (name: string) => Promise.resolve(name.startsWith('eu-west-2') ? ['10.0.0.1'] : ['10.1.0.1']);
const toPrimary = (name: string) =>
  Promise.resolve(name.startsWith('eu-west-1') ? ['10.1.0.1'] : ['10.0.0.1']);

async function report(resolver = toPrimary): Promise<StatusReport> {
  const terminal = new FakeTerminal();
  expect(await status({ pair: aws.pair(), terminal, json: true, resolver })).toBe(0);
  return JSON.parse(terminal.text) as StatusReport;
}

const row = ({ rows }: StatusReport, subject: string, region?: string) =>
  rows.find((each) => each.subject === subject && each.region === region);

it('finds nothing to look at while all is well', async () => {
  const found = await report();
  expect(found.rows.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect(found).toMatchObject({
    writer: { role: 'primary', region: 'eu-west-2' },
    standby: 'dr',
    silent: [],
  });
  expect(row(found, 'replication lag', 'eu-west-1')?.text).toBe(
    '45 ms, measured 90 s ago; the bound is 15 min',
  );
  expect(row(found, 'dns answer')?.text).toBe(
    'app.dev.healthcare.example: by its records and the control metric primary; resolved here to primary',
  );
  expect(row(found, 'backups', 'eu-west-1')?.text).toMatch(
    /^last recovery point 3 h ago; failed within a day: 0/,
  );
});

describe('with the primary Region dark', () => {
  beforeEach(() => {
    aws.sides.primary.dark = true;
  });

  it('says so, shows it never as healthy, and goes on with what dr tells', async () => {
    const found = await report();
    expect(found.silent).toEqual(['eu-west-2']);
    const ofPrimary = found.rows.filter(({ region }) => region === 'eu-west-2');
    expect(ofPrimary.length).toBeGreaterThan(5);
    expect(ofPrimary.filter(({ state }) => state !== 'unknown')).toEqual([]);
    expect(row(found, 'database', 'eu-west-2')?.text).toMatch(/^does not answer \(TimeoutError/);
    expect(row(found, 'writer')?.text).toBe('primary (eu-west-2), as eu-west-1 tells');
    expect(row(found, 'database', 'eu-west-1')?.state).toBe('ok');
  });

  it('prints it where it is seen first', async () => {
    const terminal = new FakeTerminal();
    await status({ pair: aws.pair(), terminal, json: false, resolver: toPrimary });
    expect(terminal.printed[1]).toBe('eu-west-2 DOES NOT ANSWER');
    expect(terminal.text).toContain('UNKNOWN | controller | eu-west-2 | does not answer');
  });
});

it('goes by dr where the two Regions differ about who writes', async () => {
  aws.writerToldBy.dr = 'dr';
  const found = await report();
  expect(found.writer).toEqual({ role: 'dr', region: 'eu-west-1' });
  expect(row(found, 'writer')?.text).toBe('dr (eu-west-1), as eu-west-1 tells');
});

it('asks the primary Region who writes if dr does not answer', async () => {
  aws.sides.dr.dark = true;
  const found = await report();
  expect(row(found, 'writer')?.text).toBe('primary (eu-west-2), as eu-west-2 tells');
  expect(row(found, 'traffic')?.state).toBe('unknown');
});

it('knows nothing with both Regions dark, and calls nothing well but what Route 53 itself says', async () => {
  aws.sides.primary.dark = true;
  aws.sides.dr.dark = true;
  const found = await report();
  expect(found.writer).toBeUndefined();
  expect(found.rows.filter(({ state }) => state === 'ok')).toEqual([]);
});

it('shows dr as writer, with traffic held there by the control metric', async () => {
  aws.writer = 'dr';
  aws.sides.dr.journal = {
    ...EMPTY_JOURNAL,
    version: 9,
    traffic: { engaged: true, since: NOW, settled: true },
  };
  aws.sides.dr.metrics['TrafficEngaged'] = everyMinute(1);
  aws.sides.primary.metrics['AuroraGlobalDBRPOLag'] = everyMinute(80);
  const found = await report(toDr);
  expect(found.standby).toBe('primary');
  expect(row(found, 'replication lag', 'eu-west-2')?.text).toMatch(/^80 ms/);
  expect(row(found, 'traffic')).toMatchObject({
    state: 'ok',
    text: 'routed to dr; control metric 1, 90 s ago',
  });
  expect(row(found, 'dns answer')).toMatchObject({
    state: 'ok',
    text: 'app.dev.healthcare.example: by its records and the control metric dr; resolved here to dr',
  });
});

it('points out traffic that is not where the writer is', async () => {
  aws.writer = 'dr';
  const found = await report();
  expect(row(found, 'traffic')?.state).toBe('attention');
  expect(row(found, 'dns answer')?.state).toBe('attention');
});

it('points out users who are led elsewhere than the records say', async () => {
  expect(row(await report(toDr), 'dns answer')).toMatchObject({ state: 'attention' });
});

it('never takes a lag without a datapoint for none', async () => {
  aws.sides.dr.metrics['AuroraGlobalDBRPOLag'] = [];
  expect(row(await report(), 'replication lag', 'eu-west-1')).toMatchObject({ state: 'unknown' });
});

it('shows a hold, a running operation, a silent controller, failed jobs and lost objects', async () => {
  const { primary, dr } = aws.sides;
  primary.parameters[HOLD_PARAMETER] = '{"held":true,"reason":"network works"}';
  aws.operation = { Status: 'switching-over', ToDbClusterArn: arnOf('dr') };
  dr.metrics['Heartbeat'] = [{ value: 1, at: NOW - 30 * 60_000 }];
  dr.metrics['NumberOfCopyJobsFailed'] = [{ value: 1, at: NOW - 60_000 }];
  primary.metrics['OperationsFailedReplication'] = [{ value: 3, at: NOW - 60_000 }];
  const found = await report();
  expect(row(found, 'hold', 'eu-west-2')).toMatchObject({ state: 'attention', text: 'held: network works' });
  expect(row(found, 'operation')?.text).toBe(`switching-over to ${arnOf('dr')}`);
  expect(row(found, 'controller', 'eu-west-1')).toMatchObject({ state: 'attention' });
  expect(row(found, 'backups', 'eu-west-1')?.text).toContain('0 backups, 1 copies, 0 restores');
  expect(row(found, 'data replication', 'eu-west-2')?.text).toContain('3 given up to dr within a day');
});

it('draws a table where a person looks', async () => {
  const terminal = new FakeTerminal();
  terminal.interactive = true;
  await status({ pair: aws.pair(), terminal, json: false, resolver: toPrimary });
  expect(terminal.printed.at(-1)).toMatch(/^ {2}What +Region +How it stands\n/);
});

import { EMPTY_JOURNAL, type Incident, type Journal } from '@healthcare-dr/failover-controller';
import { FakeTerminal } from '@healthcare-dr/cli-kit/fake-terminal';
import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  arnOf,
  everyMinute,
  FakeAws,
  HOLD_PARAMETER,
  HOLDER,
  LOST,
  NOW,
  POLICY,
  POLICY_PARAMETER,
  seenBy,
  WELL,
} from '../__fixtures__/aws';
import { openIncident } from '../__fixtures__/incident';
import { assertCaller } from '../access';
import { statusJsonSchema, type StatusReport } from '../assess/status-schema';
import { status } from './status';

let aws: FakeAws;
beforeEach(() => {
  aws = new FakeAws();
});
afterEach(() => aws.restore());

const toDr = (name: string) => Promise.resolve(name.startsWith('eu-west-2') ? ['10.0.0.1'] : ['10.1.0.1']);
const toPrimary = (name: string) =>
  Promise.resolve(name.startsWith('eu-west-1') ? ['10.1.0.1'] : ['10.0.0.1']);
/** Outside the drill and the world there may be no name server to ask. */
const toNobody = () => Promise.reject(new Error('ENOTFOUND'));

const isValid = new Ajv({ strict: false, validateFormats: false }).compile(statusJsonSchema());

async function report(resolver: typeof toPrimary = toPrimary): Promise<StatusReport> {
  const terminal = new FakeTerminal();
  expect(await status({ pair: aws.pair(), terminal, json: true, resolver })).toBe(0);
  const found = JSON.parse(terminal.text) as StatusReport;
  isValid(found);
  expect(isValid.errors ?? []).toEqual([]);
  return found;
}

async function text(interactive: boolean, resolver: typeof toPrimary = toPrimary): Promise<string> {
  const terminal = new FakeTerminal();
  terminal.interactive = interactive;
  await status({ pair: aws.pair(), terminal, json: false, resolver });

  return terminal.text.replaceAll(/\u001B\[\d+m/g, '');
}

const row = ({ rows }: StatusReport, subject: string, region?: string) =>
  rows.find((each) => each.subject === subject && each.region === region);

const remember = (incident: Incident, patch: Partial<Journal> = {}) => {
  const { dr } = aws.sides;
  dr.journal = { ...dr.journal, version: 9, incident, ...patch };
};

it('finds nothing to look at while all is well, and nothing to do', async () => {
  const found = await report();
  expect(found.rows.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect(found).toMatchObject({
    schemaVersion: 1,
    conclusion: { code: 'well', state: 'ok', waitsFor: 'nobody' },
    writer: { role: 'primary', region: 'eu-west-2' },
    clients: { service: 'full', ledTo: 'primary' },
    standby: 'dr',
    silent: [],
    lagBoundMs: 900_000,
    sides: { dr: { mode: 'automatic', held: false, lag: { lagMs: 45 }, journal: 'readable' } },
  });
  expect(found.conclusion.next).toBeUndefined();
  expect(found.sides.dr.signals).toContainEqual({ name: 'controlPlane', value: 'answers', state: 'ok' });
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

it('has the schema that the reference shows', () => {
  const file = resolve(__dirname, '../../../../docs/reference/drctl-status.schema.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(statusJsonSchema());
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
    expect(row(found, 'database', 'eu-west-2')?.text).toBe('does not answer (no answer in time)');
    expect(row(found, 'writer')?.text).toBe('primary (eu-west-2), as eu-west-1 tells');
    expect(row(found, 'database', 'eu-west-1')?.state).toBe('ok');
  });

  it('has clients served as long as the signals say so', async () => {
    expect((await report(toNobody)).clients).toEqual({ service: 'full', ledTo: 'primary' });
  });

  it('concludes that it does not answer, and leads to the page of an outage', async () => {
    const { conclusion } = await report(toNobody);
    expect(conclusion).toMatchObject({
      code: 'attention',
      waitsFor: 'operator',
      next: 'npm run drctl -- status --watch --environment dev',
      runbook: 'docs/runbooks/disaster-failover.md',
    });
    expect(conclusion.line).toContain('eu-west-2 does not answer from here');
  });

  it('concludes after the failover that there is nothing to fail over to', async () => {
    aws.writer = 'dr';
    aws.sides.dr.journal = {
      ...EMPTY_JOURNAL,
      version: 9,
      traffic: { engaged: true, since: NOW - 60_000, settled: true },
    };
    aws.sides.dr.metrics['TrafficEngaged'] = everyMinute(1);
    const { conclusion } = await report(toDr);
    expect(conclusion).toMatchObject({
      code: 'attention',
      next: 'npm run drctl -- readiness --environment dev',
      runbook: 'docs/runbooks/disaster-failover.md',
    });
    expect(conclusion.line).toContain('eu-west-2 does not answer from here: until it does');
  });

  it('names it once on a terminal, with all that it does not tell', async () => {
    const lines = (await text(true)).split('\n');
    expect(lines.filter((line) => line.includes('eu-west-2  DOES NOT ANSWER'))).toHaveLength(1);
    expect(lines.filter((line) => /^\? (?:hold|database|controller) +eu-west-2/.test(line))).toEqual([]);
  });

  it('names it, and says what is known of the rest', async () => {
    const plain = await text(false);
    expect(plain).toContain('eu-west-2 DOES NOT ANSWER');
    expect(plain).toContain('UNKNOWN | controller | eu-west-2 | does not answer');
    expect(plain).toContain('an incident is open: the journal does not answer');
  });
});

describe('an incident that waits for approval', () => {
  const waiting = (patch: Partial<Incident> = {}) =>
    openIncident('failover', 'approval-required', {
      openedAt: NOW - 240_000,
      pagedAt: NOW - 60_000,
      lagAtOpening: { lagMs: 45, measuredAt: NOW - 300_000 },
      ...patch,
    });
  beforeEach(() => {
    aws.sides.primary.dark = true;
    aws.sides.dr.journal = { ...aws.sides.dr.journal, watch: seenBy(LOST) };
    aws.sides.dr.parameters[POLICY_PARAMETER] = JSON.stringify({ ...POLICY, mode: 'approval' });
  });

  it('comes first, with who is without service and the whole command', async () => {
    remember(waiting());
    const found = await report(toNobody);
    expect(found.conclusion).toMatchObject({
      code: 'approval-required',
      waitsFor: 'operator',
      next: `npm run drctl -- approve ${waiting().id} --environment dev`,
    });
    expect(found.conclusion.line).toBe(
      `dev: primary (eu-west-2) writes. Clients can only read. ${waiting().id} waits for approval.`,
    );
    expect(found.sides.dr.incident?.approval).toEqual({
      objection: 'mode',
      acceptsDataLoss: false,
      acceptsDataLossFrom: '2026-01-02T03:14:29.955Z',
      pagedAgainAt: '2026-01-02T03:18:30.000Z',
    });
    expect(row(found, 'incident', 'eu-west-1')?.text).toBe(
      `${waiting().id} waits for approval, open since 03:00:30Z. Why: the mode is approval. Until 03:14:29Z without --accept-data-loss, then with it. Paged again at 03:18:30Z.`,
    );
  });

  it('wants --accept-data-loss where only that helps', async () => {
    remember(waiting({ lagAtOpening: undefined }));
    expect((await report()).conclusion.next).toBe(
      `npm run drctl -- approve ${waiting().id} --accept-data-loss --environment dev`,
    );
  });

  it('wants the controller resumed first while it is paused: no approval is taken before', async () => {
    remember(waiting());
    aws.sides.dr.parameters[HOLD_PARAMETER] = '{"held":true,"reason":"network works"}';
    expect((await report()).conclusion).toMatchObject({
      code: 'paused',
      next: 'npm run drctl -- resume --environment dev',
    });
  });

  it('names whom it must not be confirmed by', async () => {
    remember(
      waiting({
        override: { by: HOLDER, at: NOW, note: 'fire', needsSecondPerson: true, confirmedBy: undefined },
      }),
    );
    const found = await report();
    expect(found.conclusion).toMatchObject({ code: 'second-person-required', waitsFor: 'second-person' });
    expect(found.conclusion.line).toContain('somebody else than jane');
  });
});

describe('the conclusion', () => {
  it('leaves an incident that runs to its controller, and offers to watch it', async () => {
    remember(openIncident('switchover', 'promoting'));
    expect((await report()).conclusion).toMatchObject({
      code: 'incident-open',
      waitsFor: 'controller',
      next: 'npm run drctl -- status --watch --environment dev',
    });
  });

  it('says of a suspected outage what happens by itself and what an approval does now', async () => {
    remember(
      openIncident('failover', 'suspected', { lagAtOpening: { lagMs: 45, measuredAt: NOW - 60_000 } }),
      {
        watch: seenBy(LOST),
      },
    );
    const found = await report();
    expect(found.conclusion).toMatchObject({ code: 'incident-open', waitsFor: 'controller' });
    expect(found.conclusion.line).toContain('it fails over by itself: 0 of 3 so far.');
    expect(row(found, 'incident', 'eu-west-1')?.text).toMatch(
      /An approval requests the promotion at once\.$/,
    );
  });

  it('never takes a journal that does not answer for one without an incident', async () => {
    aws.sides.dr.protocolVersion = 99;
    const found = await report();
    expect(found.conclusion.code).toBe('journal-unreadable');
    expect(row(found, 'incident', 'eu-west-1')).toMatchObject({ state: 'unknown' });
    expect(row(found, 'incident', 'eu-west-1')?.text).toMatch(/^cannot tell whether an incident is open/);
  });

  it('names an alert that nobody looks after, with the order that the evidence permits', async () => {
    const alert = {
      since: NOW - 600_000,
      seenAt: NOW,
      rounds: 9,
      reportedAt: NOW - 60_000,
      answeredBy: undefined,
    };
    const evidence = { ...LOST, replication: 'fresh' } as const;
    aws.sides.dr.journal = {
      ...aws.sides.dr.journal,
      watch: seenBy(evidence, { alerts: [{ ...alert, code: 'lost-replicating' }] }),
    };
    const found = await report();
    expect(found.conclusion).toMatchObject({
      code: 'alert',
      next: 'npm run drctl -- failover --environment dev',
    });
    expect(row(found, 'alerts', 'eu-west-1')?.text).toContain('since 02:54:30Z');
    expect(found.sides.dr.alerts[0]).toMatchObject({ code: 'lost-replicating', rounds: 9 });
  });

  it('says that nothing is deployed, and nothing else', async () => {
    aws.isEmpty = true;
    for (const side of Object.values(aws.sides)) {
      side.cluster = undefined;
      side.service = undefined;
      side.parameters = {};
    }
    expect(await text(true)).toMatch(
      /^✖ dev: Nothing is deployed there\.\n\n {2}Next:\n {4}ENVIRONMENT_SUFFIX=dev npm run deploy\n {2}As of [-:TZ\d]+$/,
    );
  });

  it('knows nothing with both Regions dark, and calls nothing well but what Route 53 itself says', async () => {
    aws.sides.primary.dark = true;
    aws.sides.dr.dark = true;
    const found = await report();
    expect(found.writer).toBeUndefined();
    expect(found.conclusion.code).toBe('nobody-answers');
    expect(found.rows.filter(({ state }) => state === 'ok')).toEqual([]);
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
  expect(found.conclusion.code).toBe('journal-unreadable');
});

it('shows dr as writer, since when, and traffic held there by the control metric', async () => {
  aws.writer = 'dr';
  const incident = openIncident('switchover', 'closed', {
    writerMovedAt: NOW - 120_000,
    result: 'succeeded',
  });
  aws.sides.dr.journal = {
    ...EMPTY_JOURNAL,
    version: 9,
    incident,
    traffic: { engaged: true, since: NOW - 60_000, settled: true },
  };
  aws.sides.primary.journal = { ...EMPTY_JOURNAL, version: 3, watch: seenBy(WELL) };
  aws.sides.dr.metrics['TrafficEngaged'] = everyMinute(1);
  aws.sides.primary.metrics['AuroraGlobalDBRPOLag'] = everyMinute(80);
  const found = await report(toDr);
  expect(found.standby).toBe('primary');
  expect(row(found, 'replication lag', 'eu-west-2')?.text).toMatch(/^80 ms/);
  expect(row(found, 'writer')?.text).toBe('dr (eu-west-1) since 03:02:30Z, as eu-west-1 tells');
  expect(row(found, 'traffic')).toMatchObject({
    state: 'ok',
    text: 'routed to dr since 03:03:30Z; control metric 1, 90 s ago',
  });
  expect(row(found, 'dns answer')).toMatchObject({
    state: 'ok',
    text: 'app.dev.healthcare.example: by its records and the control metric dr; resolved here to dr',
  });
  expect(found.conclusion).toMatchObject({
    code: 'dr-writes',
    next: 'npm run drctl -- failback --environment dev',
  });
});

it('points out traffic that is not where the writer is, and that clients can only read', async () => {
  aws.writer = 'dr';
  const found = await report();
  expect(row(found, 'traffic')?.state).toBe('attention');
  expect(row(found, 'dns answer')?.state).toBe('attention');
  expect(found).toMatchObject({
    conclusion: { code: 'clients-not-served' },
    clients: { service: 'read-only', ledTo: 'primary' },
  });
});

it('points out users who are led elsewhere than the records say', async () => {
  expect(row(await report(toDr), 'dns answer')).toMatchObject({ state: 'attention' });
});

it('never takes a lag without a datapoint for none', async () => {
  aws.sides.dr.metrics['AuroraGlobalDBRPOLag'] = [];
  expect(row(await report(), 'replication lag', 'eu-west-1')).toMatchObject({ state: 'unknown' });
});

it('shows who paused it and when, a running operation, a silent controller, failed jobs and lost objects', async () => {
  const { primary, dr } = aws.sides;
  primary.parameters[HOLD_PARAMETER] = '{"held":true,"reason":"network works"}';
  aws.operation = { Status: 'switching-over', ToDbClusterArn: arnOf('dr') };
  dr.metrics['Heartbeat'] = [{ value: 1, at: NOW - 30 * 60_000 }];
  dr.metrics['NumberOfCopyJobsFailed'] = [{ value: 1, at: NOW - 60_000 }];
  primary.metrics['OperationsFailedReplication'] = [{ value: 3, at: NOW - 60_000 }];
  const found = await report();
  expect(row(found, 'hold', 'eu-west-2')).toMatchObject({
    state: 'attention',
    text: 'paused by jane since 02:04:30Z (60 min ago): network works',
  });
  expect(found.sides.primary.hold).toEqual({
    reason: 'network works',
    by: HOLDER,
    since: '2026-01-02T02:04:30.000Z',
  });
  expect(row(found, 'operation')?.text).toBe('switching-over to eu-west-1');
  expect(row(found, 'controller', 'eu-west-1')).toMatchObject({ state: 'attention' });
  expect(row(found, 'backups', 'eu-west-1')?.text).toContain('0 backups, 1 copies, 0 restores');
  expect(row(found, 'data replication', 'eu-west-2')?.text).toContain('3 given up to dr within a day');
});

it('takes evidence that nobody has looked at for five minutes for unknown', async () => {
  aws.sides.dr.journal = { ...aws.sides.dr.journal, watch: seenBy(WELL, { lookedAt: NOW - 301_000 }) };
  const found = await report();
  expect(row(found, 'signals', 'eu-west-1')).toMatchObject({ state: 'unknown' });
  expect(found.sides.dr.signals.every(({ state }) => state === 'unknown')).toBe(true);
});

describe('on a terminal', () => {
  it('fits 80 columns with a Region dark and an incident open, trouble before calm', async () => {
    aws.sides.primary.dark = true;
    aws.sides.dr.journal = { ...aws.sides.dr.journal, watch: seenBy(LOST) };
    remember(openIncident('failover', 'approval-required', { pagedAt: NOW }));
    const lines = (await text(true, toNobody)).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines[0]).toMatch(/^✖ dev: primary \(eu-west-2\) writes\./);
    const firstCalm = lines.findIndex((line) => line.startsWith('✔'));
    const lastTrouble = lines.findLastIndex((line) => /^[✖?] /.test(line));
    expect(lastTrouble).toBeLessThan(firstCalm);
  });

  it('says with signs what words say elsewhere', async () => {
    aws.sides.dr.metrics['AuroraGlobalDBRPOLag'] = [];
    expect(await text(true)).toMatch(/^\? replication lag/m);
    expect(await text(false)).toMatch(/^UNKNOWN \| replication lag/m);
  });
});

describe('with a Region that takes calls and never answers', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each(['primary', 'dr'] as const)(
    '(%s) a look ends within 6 s, the look-up of the caller included',
    async (role) => {
      aws.sides[role].hangs = true;
      const terminal = new FakeTerminal();
      const pair = aws.pair();
      let exitCode: number | undefined;
      void status({ pair, terminal, json: false, resolver: toNobody, allowed: assertCaller(pair) }).then(
        (code) => (exitCode = code),
      );
      await jest.advanceTimersByTimeAsync(6_000);
      expect(exitCode).toBe(0);
      expect(terminal.text).toContain(`${pair.sides[role].region} DOES NOT ANSWER`);
    },
  );
});

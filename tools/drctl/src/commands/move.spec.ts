import {
  EMPTY_JOURNAL,
  formatDisposition,
  formatReason,
  PROTOCOL_VERSION,
  type ActionKind,
  type Command,
  type Disposition,
  type Incident,
  type IncidentKind,
  type Journal,
  type JournalEvent,
  type Outcome,
  type Reason,
} from '@healthcare-dr/failover-controller';
import { InterruptedError } from '@healthcare-dr/processes';
import type { Role } from '@healthcare-dr/topology';
import { FakeTerminal } from '@healthcare-dr/cli-kit/fake-terminal';
import { everyMinute, FakeAws, LOST, named, NOW, seenBy } from '../__fixtures__/aws';
import { openIncident } from '../__fixtures__/incident';
import type { OperationRequest } from '../controller/choose';
import { move } from './move';

let aws: FakeAws;
let terminal: FakeTerminal;
let interrupt: AbortController;
/** What happens to the journal as time goes by: one entry for each time that following sleeps. */
let script: (() => void)[];
beforeEach(() => {
  aws = new FakeAws();
  terminal = new FakeTerminal();
  interrupt = new AbortController();
  script = [];
});
afterEach(() => aws.restore());

const REQUEST_ID = 'request-1';
const OPERATOR = 'arn:aws:iam::111111111111:user/operator';

const run = (
  request: OperationRequest,
  options: { yes?: boolean; json?: boolean; timeoutMs?: number } = {},
) =>
  move({
    pair: aws.pair(),
    terminal,
    request,
    requestedBy: OPERATOR,
    requestId: REQUEST_ID,
    timeoutMs: options.timeoutMs ?? 600_000,
    signal: interrupt.signal,
    yes: options.yes ?? true,
    json: options.json ?? false,
    sleep: (ms: number) => {
      aws.now += ms;
      script.shift()?.();
      return Promise.resolve();
    },
  });

const REQUESTED: Reason = { code: 'requested', by: OPERATOR };
const APPROVED: Reason = { code: 'approved', by: OPERATOR, acceptDataLoss: true };
const PAUSED: Reason = { code: 'controller-paused', note: 'works' };

const outcome = (
  action: ActionKind,
  disposition: Disposition,
  reason: Reason,
  journal?: Journal,
): Outcome => ({
  protocolVersion: PROTOCOL_VERSION,
  action,
  disposition,
  reason,
  message: formatDisposition(disposition, reason),
  dryRun: false,
  healthy: true,
  steps: [{ action, disposition, reason }],
  failures: [],
  trafficWritten: undefined,
  status: undefined,
  journal,
});

const journalWith = (incident: Incident): Journal => ({ ...EMPTY_JOURNAL, version: 9, incident });

/** A controller that takes the command and opens an incident. */
function accepts(role: Role, kind: IncidentKind): Incident {
  const incident = openIncident(kind, kind === 'failover' ? 'suspected' : 'promoting', {
    requestId: REQUEST_ID,
  });
  const side = aws.sides[role];
  side.controller = (command: Command) => {
    if (command.operation === 'status') return outcome('none', 'done', { code: 'primary-not-serving' });
    if ('dryRun' in command && command.dryRun) return outcome('switchover', 'accepted', REQUESTED);
    side.journal = journalWith(incident);
    return outcome('switchover', 'accepted', REQUESTED, side.journal);
  };
  return incident;
}

function happens(role: Role, incident: Incident, event: JournalEvent): void {
  const side = aws.sides[role];
  side.journal = journalWith(incident);
  side.history.push({
    at: aws.now,
    incidentId: incident.id,
    event,
    reason: { code: 'target-writes', clusterArn: 'the-target' },
    details: {},
  });
}

const SEE = 'See: npm run drctl -- status --watch --environment dev';
const BECAUSE = formatReason({ code: 'target-writes', clusterArn: 'the-target' });
const WAITS = formatReason({ code: 'primary-not-serving' });

const closed = (incident: Incident, result: NonNullable<Incident['result']>): Incident => ({
  ...incident,
  phase: 'closed',
  closedAt: NOW,
  result,
});

const orders = () => aws.invocations.map(({ role, command }) => [role, command] as const);

it('shows the dry run, orders once, follows and succeeds', async () => {
  const incident = accepts('dr', 'switchover');
  script = [
    () => happens('dr', { ...incident, phase: 'routing-to-dr' }, 'writer-moved'),
    () => happens('dr', closed(incident, 'succeeded'), 'switchover-succeeded'),
  ];
  expect(await run({ operation: 'switchover' })).toBe(0);
  expect(orders()).toEqual([
    [
      'dr',
      { operation: 'switchover', requestId: `${REQUEST_ID}/dry-run`, requestedBy: OPERATOR, dryRun: true },
    ],
    ['dr', { operation: 'switchover', requestId: REQUEST_ID, requestedBy: OPERATOR, dryRun: false }],
  ]);
  expect(terminal.text).toContain(
    `the controller in eu-west-1 takes it, and begins at once: ${formatReason(REQUESTED)}`,
  );
  expect(terminal.text).toContain(`writer moved: ${BECAUSE}`);
  expect(terminal.printed.at(-1)).toBe(`${incident.id} succeeded: ${BECAUSE}.`);
});

it.each(['failed', 'recovered'] as const)('exits with 1 if it %s', async (result) => {
  const incident = accepts('dr', 'failback');
  script = [() => happens('dr', closed(incident, result), `failback-${result}`)];
  expect(await run({ operation: 'failback' })).toBe(1);
});

it('gives no order that the dry run says would be refused', async () => {
  aws.sides.dr.controller = () => outcome('record', 'refused', PAUSED);
  expect(await run({ operation: 'switchover' })).toBe(1);
  expect(aws.invocations).toHaveLength(1);
  expect(terminal.printed.at(-1)).toBe(`${formatDisposition('refused', PAUSED)}. Nothing was done.`);
});

it('gives no order to a controller that cannot see', async () => {
  aws.sides.dr.controller = () => ({
    ...outcome('none', 'failed', { code: 'lease-unavailable' }),
    healthy: false,
  });
  expect(await run({ operation: 'switchover' })).toBe(1);
  expect(aws.invocations).toHaveLength(1);
});

it('exits with 1 if the order is refused after all', async () => {
  aws.sides.dr.controller = (command: Command) =>
    'dryRun' in command && command.dryRun
      ? outcome('switchover', 'accepted', REQUESTED)
      : outcome('record', 'refused', { code: 'operation-running' }, EMPTY_JOURNAL);
  expect(await run({ operation: 'switchover' })).toBe(1);
  expect(terminal.printed.at(-1)).toBe(formatDisposition('refused', { code: 'operation-running' }));
});

it('asks, and leaves it unless the environment is named', async () => {
  accepts('dr', 'switchover');
  terminal.answers = ['yes'];
  expect(await run({ operation: 'switchover' }, { yes: false })).toBe(1);
  expect(terminal.asked).toEqual(['Type dev to go on, anything else to leave it: ']);
  expect(aws.invocations).toHaveLength(1);
  expect(terminal.printed.at(-1)).toBe('Left as it was. Nothing was done.');
});

describe('failover', () => {
  const request = {
    operation: 'failover',
    acceptDataLoss: true,
    to: undefined,
    overrideReason: undefined,
  } as const;

  it('goes to dr with the primary dark, with what the operator accepted', async () => {
    aws.sides.primary.dark = true;
    const incident = accepts('dr', 'failover');
    script = [() => happens('dr', closed(incident, 'succeeded'), 'failover-succeeded')];
    expect(await run(request)).toBe(0);
    expect(orders()[1]).toEqual([
      'dr',
      {
        operation: 'failover',
        requestId: REQUEST_ID,
        requestedBy: OPERATOR,
        acceptDataLoss: true,
        dryRun: false,
      },
    ]);
    expect(terminal.text).toContain('ACCEPTED, also beyond the bound');
  });

  it('goes to the primary while dr writes and is dark', async () => {
    aws.writer = 'dr';
    aws.sides.dr.dark = true;
    const incident = accepts('primary', 'failover');
    script = [() => happens('primary', closed(incident, 'succeeded'), 'failover-succeeded')];
    expect(await run({ ...request, to: 'primary' })).toBe(0);
    expect(orders().map(([role]) => role)).toEqual(['primary', 'primary']);
  });

  it('that is refused while the controller confirms a loss says that it goes on, within the width of the terminal', async () => {
    const incident = accepts('dr', 'failover');
    const { dr } = aws.sides;
    dr.journal = journalWith(incident);
    dr.controller = () =>
      outcome('none', 'refused', {
        code: 'requested',
        by: `arn:aws:iam::111111111111:user/${'o'.repeat(20)}`,
      });
    terminal.interactive = true;
    expect(await run(request)).toBe(1);
    const lines = terminal.text.split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(terminal.text.replaceAll(/\s+/g, ' ')).toContain(
      `Nothing was done. The controller goes on with ${incident.id} by itself. ${SEE}`,
    );
  });

  it('is refused to a side that writes already, and asks no controller', async () => {
    await expect(run({ ...request, to: 'primary' })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('primary (eu-west-2) writes already. Nothing was done.'),
    });
    expect(aws.invocations).toEqual([]);
  });

  it('given again after it has succeeded does not turn round: the direction has to be said', async () => {
    const incident = accepts('dr', 'failover');
    script = [() => happens('dr', closed(incident, 'succeeded'), 'failover-succeeded')];
    expect(await run(request)).toBe(0);
    const given = aws.invocations.length;
    aws.writer = 'dr';
    await expect(run(request)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(
        'npm run drctl -- failover --accept-data-loss --to primary --environment dev',
      ),
    });
    expect(aws.invocations).toHaveLength(given);
  });

  it('has to be told where to go while nobody writes', async () => {
    aws.writer = undefined;
    await expect(run(request)).rejects.toMatchObject({ exitCode: 2 });
    const incident = accepts('dr', 'failover');
    script = [() => happens('dr', closed(incident, 'succeeded'), 'failover-succeeded')];
    expect(await run({ ...request, to: 'dr' })).toBe(0);
  });

  it.each([
    ['unknown', []],
    ['beyond the bound', everyMinute(1_000_000)],
  ])('is refused with the whole command while the loss is %s and was not accepted', async (_, lag) => {
    aws.sides.dr.metrics['AuroraGlobalDBRPOLag'] = lag;
    await expect(
      run({ ...request, acceptDataLoss: false, overrideReason: "the bank's line" }),
    ).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(
        `Allowed: npm run drctl -- failover --override 'the bank'\\''s line' --accept-data-loss --environment dev`,
      ),
    });
    expect(aws.invocations).toEqual([]);
  });

  it('does not guess who writes if neither Region tells', async () => {
    aws.sides.primary.dark = true;
    aws.sides.dr.dark = true;
    await expect(run(request)).rejects.toThrow('docs/runbooks/controller-unavailable.md');
    expect(aws.invocations).toEqual([]);
  });

  it('follows the incident that the signals had opened', async () => {
    const approval = { by: OPERATOR, at: NOW, acceptDataLoss: true };
    const incident = openIncident('failover', 'approval-required', { approval });
    const { dr } = aws.sides;
    dr.controller = () => {
      dr.journal = journalWith(incident);
      return outcome('record', 'accepted', APPROVED, dr.journal);
    };
    script = [() => happens('dr', closed(incident, 'succeeded'), 'failover-succeeded')];
    expect(await run(request)).toBe(0);
    expect(terminal.text).toContain(`It waits for approval: npm run drctl -- approve ${incident.id}`);
  });

  it('says what it does of an outage that is only suspected, in no words of the journal', async () => {
    const incident = openIncident('failover', 'suspected');
    const { dr } = aws.sides;
    dr.journal = { ...journalWith(incident), watch: seenBy(LOST) };
    dr.controller = () => outcome('record', 'accepted', APPROVED, dr.journal);
    terminal.answers = ['no'];
    expect(await run(request, { yes: false })).toBe(1);
    expect(terminal.text).toContain(
      `the controller in eu-west-1 takes it as the approval of ${incident.id}: the promotion is requested at once`,
    );
    expect(terminal.text).not.toMatch(/would|record/);
  });
});

describe('approve', () => {
  const fresh = { lagAtOpening: { lagMs: 45, measuredAt: NOW - 90_000 } };

  it('finds the controller that asks, in whichever Region', async () => {
    const incident = openIncident('failover', 'approval-required', fresh);
    const { primary } = aws.sides;
    primary.journal = journalWith(incident);
    primary.controller = () => outcome('record', 'accepted', APPROVED, primary.journal);
    script = [() => happens('primary', closed(incident, 'succeeded'), 'failover-succeeded')];
    expect(await run({ operation: 'approve', incidentId: incident.id, acceptDataLoss: false })).toBe(0);
    expect(orders()).toEqual([
      [
        'primary',
        {
          operation: 'approve',
          requestId: REQUEST_ID,
          requestedBy: OPERATOR,
          incidentId: incident.id,
          acceptDataLoss: false,
        },
      ],
    ]);
  });

  it.each([
    ['is unknown', undefined],
    ['has grown beyond the bound', { lagMs: 45, measuredAt: NOW - 901_000 }],
  ])('is refused at once, with the whole command, where the loss %s', async (_, lagAtOpening) => {
    const incident = openIncident('failover', 'approval-required', { lagAtOpening });
    aws.sides.dr.journal = journalWith(incident);
    await expect(
      run({ operation: 'approve', incidentId: incident.id, acceptDataLoss: false }),
    ).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(
        `Allowed: npm run drctl -- approve ${incident.id} --accept-data-loss --environment dev`,
      ),
    });
    expect(aws.invocations).toEqual([]);
  });

  it('says until when it need not accept a loss', async () => {
    const incident = openIncident('failover', 'approval-required', fresh);
    aws.sides.dr.journal = journalWith(incident);
    aws.sides.dr.controller = () => outcome('record', 'refused', PAUSED);
    await run({ operation: 'approve', incidentId: incident.id, acceptDataLoss: false });
    expect(terminal.text).toContain('good until:  03:17:59Z; from then on it needs --accept-data-loss');
  });

  it('of a second person needs no acceptance that the first one gave', async () => {
    const override = { by: 'jane', at: NOW, note: 'x', needsSecondPerson: true, confirmedBy: undefined };
    const approval = { by: 'jane', at: NOW, acceptDataLoss: true };
    const incident = openIncident('failover', 'approval-required', { override, approval });
    aws.sides.dr.journal = journalWith(incident);
    aws.sides.dr.controller = () => outcome('record', 'accepted', APPROVED, aws.sides.dr.journal);
    script = [() => happens('dr', closed(incident, 'succeeded'), 'failover-succeeded')];
    expect(await run({ operation: 'approve', incidentId: incident.id, acceptDataLoss: false })).toBe(0);
  });

  it('cannot tell that an incident is not open while a journal cannot be read', async () => {
    aws.sides.dr.dark = true;
    await expect(run({ operation: 'approve', incidentId: 'x', acceptDataLoss: true })).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining("Whether 'x' is open cannot be told: the journal in eu-west-1"),
    });
  });

  it('names what is open if it is another one', async () => {
    aws.sides.dr.journal = journalWith(openIncident('failover', 'approval-required'));
    await expect(run({ operation: 'approve', incidentId: 'x', acceptDataLoss: true })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('Allowed: failover-20260102T030330Z-8'),
    });
    expect(aws.invocations).toEqual([]);
  });
});

describe('a controller that is out of reach', () => {
  it.each([
    [
      'dark',
      () => {
        aws.sides.dr.controller = () => {
          throw named('TimeoutError');
        };
      },
    ],
    [
      'gone',
      () => {
        aws.sides.dr.controller = () => {
          throw named('ResourceNotFoundException');
        };
      },
    ],
    [
      'denied',
      () => {
        aws.sides.dr.controller = () => {
          throw named('AccessDeniedException');
        };
      },
    ],
  ])('that is %s leads to its runbook', async (_, breakIt) => {
    breakIt();
    await expect(run({ operation: 'switchover' })).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('docs/runbooks/controller-unavailable.md'),
    });
  });

  it('is asked again while it is at work, with the same request', async () => {
    const incident = accepts('dr', 'switchover');
    const answer = aws.sides.dr.controller;
    let calls = 0;
    aws.sides.dr.controller = (command: Command) => {
      calls += 1;
      if (calls === 1) throw named('TooManyRequestsException');
      return calls === 2 ? outcome('none', 'busy', { code: 'other-invocation-running' }) : answer(command);
    };
    script = [
      () => undefined,
      () => undefined,
      () => happens('dr', closed(incident, 'succeeded'), 'switchover-succeeded'),
    ];
    expect(await run({ operation: 'switchover' })).toBe(0);
    expect(
      new Set(
        orders()
          .slice(0, 3)
          .map(([, command]) => JSON.stringify(command)),
      ).size,
    ).toBe(1);
  });

  it('is followed by its journal if only its answer was lost', async () => {
    const incident = accepts('dr', 'switchover');
    const answer = aws.sides.dr.controller;
    aws.sides.dr.controller = (command: Command) => {
      const reply = answer(command);
      if ('dryRun' in command && command.dryRun) return reply;
      throw named('TimeoutError');
    };
    script = [() => happens('dr', closed(incident, 'succeeded'), 'switchover-succeeded')];
    expect(await run({ operation: 'switchover' })).toBe(0);
    expect(terminal.text).toContain('It may have taken the command: its journal is looked at.');
  });
});

describe('following', () => {
  it('ends with its time, says what is waited for, and leaves the controller to go on', async () => {
    const incident = accepts('dr', 'failback');
    expect(await run({ operation: 'failback' }, { timeoutMs: 60_000 })).toBe(1);
    expect(terminal.text).toContain(`it waits: ${WAITS}`);
    expect(terminal.printed.at(-1)).toBe(
      `${incident.id} is at "promoting" after 1 min (${WAITS}); the controller in eu-west-1 goes on. ${SEE}`,
    );
  });

  it.each([
    ['succeeded', 0],
    ['failed', 1],
  ] as const)('goes by the history once another incident is open: %s', async (result, exitCode) => {
    const incident = accepts('dr', 'switchover');
    script = [
      () => {
        happens('dr', closed(incident, result), `switchover-${result}`);
        const next = openIncident('failover', 'suspected', { id: 'failover-of-another-hour' });
        aws.sides.dr.journal = journalWith(next);
      },
    ];
    expect(await run({ operation: 'switchover' })).toBe(exitCode);
    expect(terminal.printed.at(-1)).toBe(`It is over: switchover ${result}: ${BECAUSE}.`);
  });

  it('ends with Ctrl-C and says how to see it', async () => {
    const incident = accepts('dr', 'switchover');
    script = [() => interrupt.abort(new InterruptedError('SIGINT'))];
    await expect(run({ operation: 'switchover' })).rejects.toMatchObject({ exitCode: 130 });
    expect(terminal.printed.at(-1)).toBe(
      `No longer followed: the controller in eu-west-1 goes on with ${incident.id}. ${SEE}`,
    );
  });

  it('outlives a journal that does not answer for a while', async () => {
    const incident = accepts('dr', 'switchover');
    script = [
      () => {
        aws.sides.dr.dark = true;
      },
      () => {
        aws.sides.dr.dark = false;
        happens('dr', closed(incident, 'succeeded'), 'switchover-succeeded');
      },
    ];
    expect(await run({ operation: 'switchover' })).toBe(0);
    expect(terminal.text).toContain('the journal does not answer for now: no answer in time');
  });

  it('prints nothing but JSON where JSON is asked for', async () => {
    const incident = accepts('dr', 'switchover');
    script = [() => happens('dr', closed(incident, 'succeeded'), 'switchover-succeeded')];
    expect(await run({ operation: 'switchover' }, { json: true })).toBe(0);
    expect(terminal.printed).toHaveLength(1);
    expect(JSON.parse(terminal.text)).toMatchObject({
      operation: 'switchover',
      region: 'eu-west-1',
      result: 'succeeded',
      incident: { id: incident.id },
      history: [{ event: 'switchover-succeeded', reason: { code: 'target-writes' } }],
    });
  });
});

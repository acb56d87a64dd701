import { FakeTerminal } from '@healthcare-dr/cli-kit/fake-terminal';
import {
  EMPTY_JOURNAL,
  isAdverse,
  type Alert,
  type AlertCode,
  type Evidence,
  type Journal,
} from '@healthcare-dr/failover-controller';
import {
  arnOf,
  CAPACITY,
  everyMinute,
  FakeAws,
  HOLD_PARAMETER,
  NOW,
  POLICY,
  POLICY_PARAMETER,
  WELL,
} from '../__fixtures__/aws';
import { READINESS_RULES, type Readiness } from '../assess/readiness';
import type { ReadinessRuleId } from '../assess/rules/rule';
import { openIncident } from '../__fixtures__/incident';
import { readiness } from './readiness';

let aws: FakeAws;
beforeEach(() => {
  aws = new FakeAws();
});
afterEach(() => aws.restore());

const resolver = () => Promise.resolve(['10.0.0.1']);

async function assess(): Promise<
  Readiness & { readonly exitCode: number; readonly failed: readonly ReadinessRuleId[] }
> {
  const terminal = new FakeTerminal();
  const exitCode = await readiness({ pair: aws.pair(), terminal, json: true, resolver });
  const found = JSON.parse(terminal.text) as Readiness;
  return { ...found, exitCode, failed: found.verdicts.filter(({ pass }) => !pass).map(({ id }) => id) };
}

it('is ready while all is well, and says what it looked at', async () => {
  const { exitCode, failed, verdicts, standby } = await assess();
  expect(failed).toEqual([]);
  expect(exitCode).toBe(0);
  expect(standby).toBe('dr');
  expect(verdicts.map(({ id }) => id)).toEqual(READINESS_RULES.map(({ id }) => id));
});

/** The journal of a controller that looked half a minute ago. */
const watching = (alerts: readonly Alert[], evidence: Evidence): Journal => ({
  ...EMPTY_JOURNAL,
  version: 7,
  capacity: CAPACITY,
  watch: {
    ...EMPTY_JOURNAL.watch,
    lookedAt: NOW - 30_000,
    adverseSince: isAdverse(evidence) ? NOW - 180_000 : undefined,
    alerts,
    evidence,
  },
});

const alertOf = (code: AlertCode): Alert => ({
  code,
  since: NOW - 720_000,
  seenAt: NOW - 30_000,
  rounds: 12,
  reportedAt: undefined,
  answeredBy: undefined,
});

it('names each signal that is unknown or adverse, since when, and what it means', async () => {
  const { sides } = aws;
  sides.dr.journal = watching([alertOf('signal-unknown/checkers')], {
    ...WELL,
    checkers: 'unknown',
    replication: 'stopped',
  });
  const verdict = (await assess()).verdicts.find(({ id }) => id === 'signals-known');
  expect(verdict?.detail.split('; ')).toEqual([
    expect.stringMatching(/checkers.* for 12 min: no automatic failover/),
    expect.stringMatching(/^a witness record/),
    expect.stringMatching(/^replication has stopped.*since 3 min/),
  ]);
});

it('takes nothing for now that a controller saw an hour ago', async () => {
  const { journal } = aws.sides.dr;
  const old = watching([alertOf('signal-unknown/probe')], WELL).watch;
  aws.sides.dr.journal = { ...journal, watch: { ...old, lookedAt: NOW - 3_600_000 } };
  expect((await assess()).failed).toEqual([]);
});

const heldByPeer = (aws: FakeAws): void => {
  const { primary } = aws.sides;
  primary.journal = {
    ...primary.journal,
    watch: { ...primary.journal.watch, alerts: [alertOf('peer-holds-traffic')] },
  };
};

/** What is broken, and the only rule that may fail for it. */
const BROKEN: readonly (readonly [ReadinessRuleId, string, (aws: FakeAws) => void])[] = [
  [
    'standby-available',
    'a standby without an instance',
    ({ sides }) => {
      sides.dr.cluster = { status: 'available', engineVersion: '15.10', instances: [] };
    },
  ],
  [
    'standby-available',
    'a standby that is not available',
    ({ sides }) => {
      sides.dr.cluster = { status: 'modifying', engineVersion: '15.10', instances: ['available'] };
    },
  ],
  [
    'versions-equal',
    'another engine version',
    ({ sides }) => {
      sides.primary.cluster = { status: 'available', engineVersion: '15.12', instances: ['available'] };
    },
  ],
  [
    'replication-connected',
    'a standby that resynchronizes',
    (it) => {
      it.synchronizationStatus = 'pending-resync';
    },
  ],
  [
    'lag-within-bound',
    'no lag at all',
    ({ sides }) => {
      sides.dr.metrics['AuroraGlobalDBRPOLag'] = [];
    },
  ],
  [
    'lag-within-bound',
    'a lag beyond the bound',
    ({ sides }) => {
      sides.dr.metrics['AuroraGlobalDBRPOLag'] = everyMinute(900_000);
    },
  ],
  [
    'lag-within-bound',
    'an old lag',
    ({ sides }) => {
      sides.dr.metrics['AuroraGlobalDBRPOLag'] = [{ value: 1, at: NOW - 360_000 }];
    },
  ],
  [
    'no-operation',
    'an operation',
    (it) => {
      it.operation = { Status: 'pending', ToDbClusterArn: arnOf('dr') };
    },
  ],
  [
    'controller-alive',
    'a controller that is silent',
    ({ sides }) => {
      sides.dr.metrics['Heartbeat'] = [];
    },
  ],
  [
    'controller-mode',
    'a mode that nobody configured',
    ({ sides }) => {
      sides.dr.parameters[POLICY_PARAMETER] = JSON.stringify({ ...POLICY, mode: 'notify-only' });
    },
  ],
  [
    'controller-mode',
    'a policy in seconds',
    ({ sides }) => {
      sides.dr.parameters[POLICY_PARAMETER] = JSON.stringify({ ...POLICY, lagBoundMs: 900 });
    },
  ],
  [
    'journal-readable',
    'a controller that is blind',
    ({ sides }) => {
      sides.dr.journal = { ...EMPTY_JOURNAL, version: 3, capacity: CAPACITY, fault: 'policy/malformed' };
    },
  ],
  [
    'no-hold',
    'a hold',
    ({ sides }) => {
      sides.dr.parameters[HOLD_PARAMETER] = '{"held":true,"reason":"works"}';
    },
  ],
  [
    'no-incident',
    'an open incident',
    ({ sides }) => {
      sides.dr.journal = {
        ...EMPTY_JOURNAL,
        version: 3,
        capacity: CAPACITY,
        incident: openIncident('failover', 'suspected'),
      };
    },
  ],
  [
    'signals-known',
    'checkers that tell nothing',
    ({ sides }) => {
      sides.dr.journal = watching([alertOf('signal-unknown/checkers')], { ...WELL, checkers: 'unknown' });
    },
  ],
  [
    'signals-known',
    'a way out that is closed',
    ({ sides }) => {
      sides.dr.journal = watching([alertOf('isolated')], { ...WELL, probe: 'unknown', egress: 'closed' });
    },
  ],
  [
    'signals-known',
    'a probe that finds nobody',
    ({ sides }) => {
      sides.dr.journal = watching([], { ...WELL, probe: 'down' });
    },
  ],
  [
    'capacity-known',
    'a primary of which nobody knows how many tasks it runs',
    ({ sides: { dr } }) => {
      dr.journal = { ...dr.journal, capacity: undefined };
    },
  ],
  [
    'capacity-known',
    'a number of tasks of yesterday',
    ({ sides: { dr } }) => {
      const { capacity } = dr.journal;
      dr.journal = { ...dr.journal, capacity: capacity && { ...capacity, at: NOW - 86_400_000 } };
    },
  ],
  ['clients-released', 'clients whom dr still holds', heldByPeer],
  [
    'witness-checks',
    'no witness',
    (it) => {
      it.recordSets = it.recordSets.filter(
        ({ Name }) => Name !== 'witness-eu-west-1.app.dev.healthcare.example.',
      );
    },
  ],
  [
    'witness-checks',
    'a witness that says something else',
    (it) => {
      it.recordSets = it.recordSets.map((record) =>
        record.Type === 'TXT' ? { ...record, ResourceRecords: [{ Value: '"v=spf1"' }] } : record,
      );
    },
  ],
  [
    'witness-checks',
    'a witness whose check is no more',
    (it) => {
      it.recordSets = it.recordSets.map((record) =>
        record.Type === 'TXT' && record.Failover === 'PRIMARY'
          ? { ...record, HealthCheckId: 'gone' }
          : record,
      );
    },
  ],
  [
    'witness-checks',
    'a witness that may not answer at all',
    (it) => {
      it.recordSets = it.recordSets.map((record) =>
        record.Type === 'TXT' ? { ...record, HealthCheckId: 'endpoint-dr' } : record,
      );
    },
  ],
  ...(
    [
      ['is disabled', { Disabled: true }],
      ['is inverted', { Inverted: true }],
      ['asks another path', { ResourcePath: '/other' }],
    ] as const
  ).map(([how, config]): (typeof BROKEN)[number] => [
    'witness-checks',
    `a check of an endpoint that ${how}`,
    (it) => {
      it.healthChecks = it.healthChecks.map((check) =>
        check.Id === 'endpoint-primary'
          ? { ...check, HealthCheckConfig: { Type: 'HTTPS', ...check.HealthCheckConfig, ...config } }
          : check,
      );
    },
  ]),
  [
    'certificate-valid',
    'an expired certificate in the primary Region',
    ({ sides }) => {
      sides.primary.certificate = { status: 'EXPIRED', notAfter: NOW - 3_600_000 };
    },
  ],
  [
    'certificate-valid',
    'a certificate that nobody validated',
    ({ sides }) => {
      sides.dr.certificate = { status: 'PENDING_VALIDATION', notAfter: NOW + 1 };
    },
  ],
  [
    'certificate-valid',
    'no certificate',
    ({ sides }) => {
      sides.dr.certificate = undefined;
    },
  ],
  [
    'dns-records',
    'no SECONDARY',
    (it) => {
      it.recordSets = it.recordSets.filter(({ Failover, Type }) => Type !== 'A' || Failover !== 'SECONDARY');
    },
  ],
  [
    'dns-records',
    'no zone',
    (it) => {
      it.hasZone = false;
    },
  ],
  [
    'dns-records',
    'a control check that is not inverted',
    (it) => {
      it.healthChecks = it.healthChecks.map((check) =>
        check.Id === 'control'
          ? {
              ...check,
              HealthCheckConfig: { Type: 'CLOUDWATCH_METRIC', ...check.HealthCheckConfig, Inverted: false },
            }
          : check,
      );
    },
  ],
  [
    'dns-records',
    'a PRIMARY that asks one of two',
    (it) => {
      it.healthChecks = it.healthChecks.map((check) =>
        check.Id === 'primary'
          ? {
              ...check,
              HealthCheckConfig: { Type: 'CALCULATED', ...check.HealthCheckConfig, HealthThreshold: 1 },
            }
          : check,
      );
    },
  ],
  [
    'dns-records',
    'a SECONDARY that leads elsewhere',
    ({ sides }) => {
      sides.dr.parameters['/healthcare-dr/dev/compute/alb-dns-name'] = 'new.elb.example';
    },
  ],
  [
    'control-metric',
    'no control metric',
    ({ sides }) => {
      sides.dr.metrics['TrafficEngaged'] = [];
    },
  ],
  [
    'control-metric',
    'a control metric that holds traffic in dr',
    ({ sides }) => {
      sides.dr.metrics['TrafficEngaged'] = everyMinute(1);
    },
  ],
  [
    'control-metric',
    'no control alarm',
    ({ sides }) => {
      sides.dr.alarms = { 'healthcare-controller-silent-dev': 'OK' };
    },
  ],
  [
    'service-running',
    'too few tasks',
    ({ sides }) => {
      if (sides.dr.service) sides.dr.service.running = 1;
    },
  ],
  [
    'image-present',
    'another image',
    ({ sides }) => {
      if (sides.dr.service) sides.dr.service.image = 'public.ecr.aws/x:1';
    },
  ],
  [
    'secret-present',
    'no secret',
    ({ sides }) => {
      delete sides.dr.parameters['/healthcare-dr/dev/aurora/secret-arn'];
    },
  ],
  [
    'recovery-point',
    'an old recovery point',
    ({ sides }) => {
      sides.dr.metrics['NumberOfRecoveryPointsCompleted'] = [{ value: 1, at: NOW - 26 * 3_600_000 }];
    },
  ],
  [
    'backup-opt-in',
    'a type that AWS Backup skips',
    ({ sides }) => {
      sides.dr.optIns = { Aurora: false, S3: true };
    },
  ],
  [
    'backup-opt-in',
    'a type of which nothing is said',
    ({ sides }) => {
      sides.dr.optIns = { Aurora: true };
    },
  ],
  [
    'controller-concurrency',
    'a controller that is switched off',
    ({ sides }) => {
      sides.dr.reservedConcurrency = 0;
    },
  ],
  [
    'controller-concurrency',
    'a controller for which nothing is reserved',
    ({ sides }) => {
      sides.dr.reservedConcurrency = undefined;
    },
  ],
  [
    'restore-tested',
    'no restore for more than a week',
    ({ sides }) => {
      sides.dr.metrics['NumberOfRestoreJobsCompleted'] = [{ value: 1, at: NOW - 8.5 * 86_400_000 }];
    },
  ],
  [
    'restore-tested',
    'no restore at all',
    ({ sides }) => {
      delete sides.dr.metrics['NumberOfRestoreJobsCompleted'];
    },
  ],
  [
    'restore-tested',
    'a restore that failed since',
    ({ sides }) => {
      sides.dr.metrics['NumberOfRestoreJobsFailed'] = [{ value: 1, at: NOW - 30 * 3_600_000 }];
    },
  ],
  [
    'notifications-subscribed',
    'a subscription that waits',
    ({ sides }) => {
      sides.dr.subscriptions = ['PendingConfirmation'];
    },
  ],
  [
    'notifications-subscribed',
    'a subscription that waits beside one that is confirmed',
    ({ sides }) => {
      sides.dr.subscriptions = [...sides.dr.subscriptions, 'PendingConfirmation'];
    },
  ],
  [
    'notifications-subscribed',
    'nobody who is told',
    ({ sides }) => {
      sides.dr.subscriptions = [];
    },
  ],
  [
    'alarms-ok',
    'an alarm',
    ({ sides }) => {
      sides.dr.alarms['healthcare-rpo-lag-dev'] = 'ALARM';
    },
  ],
];

it.each(BROKEN)('%s alone fails with %s', async (id, _, breakIt) => {
  breakIt(aws);
  const { failed, exitCode, verdicts } = await assess();
  expect(failed).toEqual([id]);
  expect(exitCode).toBe(1);
  const fix = verdicts.find((verdict) => verdict.id === id)?.fix ?? '';
  expect(fix).toMatch(/\.$/);
  // Each command can be pasted as it stands: whole, and with its environment.
  expect(fix.match(/(?<!ENVIRONMENT_SUFFIX=dev )npm run deploy/g)).toBeNull();
  expect(fix.match(/(?<!npm run )drctl(?! -- [^.;,]*--environment dev)/g)).toBeNull();
});

it('has a broken pair for every rule', () => {
  expect([...new Set(BROKEN.map(([id]) => id))].sort()).toEqual(READINESS_RULES.map(({ id }) => id).sort());
});

it('fails where nothing is known: with the standby dark no rule about it passes', async () => {
  aws.sides.dr.dark = true;
  const { failed } = await assess();
  for (const id of [
    'standby-available',
    'lag-within-bound',
    'controller-alive',
    'no-hold',
    'no-incident',
    'alarms-ok',
  ])
    expect(failed).toContain(id);
});

it('with the primary dark fails only where that Region has to be asked', async () => {
  aws.sides.primary.dark = true;
  expect((await assess()).failed).toEqual(['versions-equal']);
});

it('looks at the primary as the standby while dr writes', async () => {
  aws.writer = 'dr';
  aws.sides.primary.cluster = undefined;
  const { standby, failed, verdicts } = await assess();
  expect(standby).toBe('primary');
  expect(failed).toContain('standby-available');
  expect(verdicts.find(({ id }) => id === 'standby-available')?.fix).toContain('primary-aurora');
});

it('prints each fix below the list', async () => {
  aws.sides.dr.subscriptions = [];
  const terminal = new FakeTerminal();
  await readiness({ pair: aws.pair(), terminal, json: false, resolver });
  expect(terminal.text).toContain(
    'ATTENTION | Somebody is told in the standby Region | nobody is subscribed',
  );
  expect(terminal.text).toContain('Fix "Somebody is told in the standby Region": confirm');
  expect(terminal.printed.at(-1)).toMatch(
    /^NOT READY: 1 of \d+ preconditions of a failover to dr \(eu-west-1\)/,
  );
});

describe('on a terminal', () => {
  const shown = async () => {
    const terminal = new FakeTerminal();
    terminal.interactive = true;
    await readiness({ pair: aws.pair(), terminal, json: false, resolver });
    return terminal.text;
  };

  it('fits 80 columns, with what does not hold and its fix next to the conclusion', async () => {
    aws.sides.dr.reservedConcurrency = 0;
    const text = await shown();
    const lines = text.split('\n');
    // A word that is wider than the line stands alone.
    expect(lines.filter((line) => line.length > 80 && line.trim().includes(' '))).toEqual([]);
    const firstFailed = lines.findIndex((line) => line.startsWith('✖ '));
    expect(firstFailed).toBeGreaterThan(lines.findLastIndex((line) => line.startsWith('✔ ')));
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'Fix: aws lambda put-function-concurrency --function-name healthcare-failover-dev --reserved-concurrent-executions 1 --region eu-west-1,',
    );
    expect(lines.at(-1)).toMatch(/^NOT READY: 1 of \d+ /);
  });

  it('says of a standby Region that does not answer that it does not, and nothing of fixes', async () => {
    aws.writer = 'dr';
    aws.sides.primary.dark = true;
    const text = (await shown()).replaceAll(/\s+/g, ' ');
    expect(text).toContain('eu-west-2 does not answer: until it does, there is nothing to fail over to.');
    expect(text).not.toContain('Fix');
  });
});

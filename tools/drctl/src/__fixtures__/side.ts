import {
  EMPTY_JOURNAL,
  EMPTY_WATCH,
  PROTOCOL_VERSION,
  type Command,
  type Journal,
  type JournalEntry,
} from '@healthcare-dr/failover-controller';
import type { Role } from '@healthcare-dr/topology';
import { CAPACITY, seenBy, WELL } from './evidence';
import { dev, everyMinute, HOLD_PARAMETER, minutesAgo, NOW, POLICY, POLICY_PARAMETER } from './given';

/** A metric's newest value, by its name; a function may tell its dimensions apart. */
type Metrics = Record<string, readonly { readonly value: number; readonly at: number }[]>;

/** What one Region of the fake AWS has. Specs change it before they ask. */
export interface FakeSide {
  /** Whether it takes calls and never answers. */
  hangs?: boolean;
  /** Answers nothing at all. */
  dark: boolean;
  account: string;
  cluster: { status: string; engineVersion: string; instances: readonly string[] } | undefined;
  metrics: Metrics;
  journal: Journal;
  /** Of what stands in the table. */
  protocolVersion: number | undefined;
  history: JournalEntry[];
  parameters: Record<string, string>;
  service: { running: number; desired: number; minimum: number; image: string } | undefined;
  certificate: { status: string; notAfter: number } | undefined;
  subscriptions: readonly string[];
  optIns: Record<string, boolean>;
  reservedConcurrency: number | undefined;
  alarms: Record<string, string>;
  /** What the controller answers; throws as Lambda would. */
  controller: (command: Command) => unknown;
}

/** A Region in which all is well. */
export function sideOf(role: Role): FakeSide {
  const { region } = dev[role];
  return {
    dark: false,
    account: dev.accountId,
    cluster: { status: 'available', engineVersion: '15.10', instances: ['available'] },
    metrics: {
      Heartbeat: everyMinute(1),
      NumberOfRecoveryPointsCompleted: [{ value: 2, at: minutesAgo(180) }],
      ...(role === 'dr' ? { NumberOfRestoreJobsCompleted: [{ value: 1, at: minutesAgo(3 * 24 * 60) }] } : {}),
      ReplicationLatency: [{ value: 12, at: minutesAgo(5) }],
      ...(role === 'dr' ? { AuroraGlobalDBRPOLag: everyMinute(45), TrafficEngaged: everyMinute(0) } : {}),
    },
    journal: {
      ...EMPTY_JOURNAL,
      version: 7,
      watch: role === 'dr' ? seenBy(WELL) : EMPTY_WATCH,
      capacity: role === 'dr' ? CAPACITY : undefined,
    },
    protocolVersion: PROTOCOL_VERSION,
    history: [],
    optIns: { Aurora: true, S3: true },
    reservedConcurrency: 1,
    parameters: {
      [HOLD_PARAMETER]: '{"held":false,"reason":""}',
      [POLICY_PARAMETER]: JSON.stringify(POLICY),
      '/healthcare-dr/dev/aurora/secret-arn': `arn:aws:secretsmanager:${region}:${dev.accountId}:secret:master`,
      '/healthcare-dr/dev/compute/alb-dns-name': `${role}.elb.example`,
    },
    service: { running: 2, desired: 2, minimum: 2, image: dev.service.container.image },
    certificate: { status: 'ISSUED', notAfter: NOW + 200 * 86_400_000 },
    subscriptions: [`arn:aws:sns:${region}:${dev.accountId}:topic:1`],
    alarms: {
      'healthcare-controller-silent-dev': 'OK',
      'healthcare-audit-root-us': 'ALARM',
      ...(role === 'dr' ? { 'healthcare-traffic-not-engaged-dev': 'ALARM' } : {}),
    },
    controller: () => {
      throw new Error('no answer was given to this controller');
    },
  };
}

import { ACMClient, DescribeCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
} from '@aws-sdk/client-application-auto-scaling';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import { BackupClient, DescribeRegionSettingsCommand } from '@aws-sdk/client-backup';
import { GetFunctionConcurrencyCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeGlobalClustersCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import {
  ListHealthChecksCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
  type HealthCheck,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  DescribeParametersCommand,
  GetParameterCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  EMPTY_JOURNAL,
  EMPTY_WATCH,
  type Command,
  type Evidence,
  type Watch,
  formatReason,
  PROTOCOL_VERSION,
  type Journal,
  type JournalEntry,
} from '@healthcare-dr/failover-controller';
import { endpointPathOf, type Role } from '@healthcare-dr/topology';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { mockClient } from 'aws-sdk-client-mock';
import { makePair, type Pair } from '../pair';

/** Who wrote a parameter last, an hour ago. */
export const HOLDER = 'arn:aws:iam::111111111111:user/jane';

/** When it is, in every spec. */
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 30);

export const dev = fixtureEnvironment('dev');
const ROLE_OF: Readonly<Record<string, Role>> = { [dev.primary.region]: 'primary', [dev.dr.region]: 'dr' };

export const arnOf = (role: Role): string =>
  `arn:aws:rds:${dev[role].region}:${dev.accountId}:cluster:healthcare-aurora-dev`;

/** A metric's newest value, by its name; a function may tell its dimensions apart. */
type Metrics = Record<string, readonly { readonly value: number; readonly at: number }[]>;

/** What one Region of the fake AWS has. Specs change it before they ask. */
export interface FakeSide {
  /** Answers nothing at all. */
  /** Whether it takes calls and never answers. */
  hangs?: boolean;
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

/** The fake AWS of a pair in which all is well and the primary writes. */
export class FakeAws {
  readonly sides: Record<Role, FakeSide> = { primary: sideOf('primary'), dr: sideOf('dr') };
  writer: Role | undefined = 'primary';
  /** Who writes as a Region tells it, where that differs. */
  readonly writerToldBy: Partial<Record<Role, Role>> = {};
  synchronizationStatus: string | undefined = 'connected';
  operation: { Status: string; ToDbClusterArn: string } | undefined;
  recordSets: ResourceRecordSet[] = recordSets();
  healthChecks: HealthCheck[] = healthChecks();
  hasZone = true;
  /** Whether there is no global cluster. */
  isEmpty = false;
  /** What was asked of which controller. */
  readonly invocations: { readonly role: Role; readonly command: Command }[] = [];
  /** The parameters that were written, `<role> <name>`. */
  readonly written: string[] = [];
  now = NOW;

  readonly #mocks = {
    acm: mockClient(ACMClient),
    autoScaling: mockClient(ApplicationAutoScalingClient),
    backup: mockClient(BackupClient),
    cloudWatch: mockClient(CloudWatchClient),
    dynamoDb: mockClient(DynamoDBClient),
    ecs: mockClient(ECSClient),
    lambda: mockClient(LambdaClient),
    rds: mockClient(RDSClient),
    route53: mockClient(Route53Client),
    secretsManager: mockClient(SecretsManagerClient),
    sns: mockClient(SNSClient),
    ssm: mockClient(SSMClient),
    sts: mockClient(STSClient),
  };

  constructor() {
    const {
      acm,
      autoScaling,
      backup,
      cloudWatch,
      dynamoDb,
      ecs,
      lambda,
      rds,
      route53,
      secretsManager,
      sns,
      ssm,
      sts,
    } = this.#mocks;
    acm.on(ListCertificatesCommand).callsFake(
      this.#in(({ certificate }, role) => ({
        CertificateSummaryList:
          certificate === undefined
            ? []
            : [{ CertificateArn: `certificate-of-${role}`, DomainName: SERVICE }],
      })),
    );
    acm.on(DescribeCertificateCommand).callsFake(
      this.#in(({ certificate }, role) => ({
        Certificate: {
          CertificateArn: `certificate-of-${role}`,
          Status: certificate?.status,
          NotAfter: certificate === undefined ? undefined : new Date(certificate.notAfter),
          InUseBy: ['load balancer'],
        },
      })),
    );
    sts
      .on(GetCallerIdentityCommand)
      .callsFake(
        this.#in(({ account }) => ({ Account: account, Arn: `arn:aws:iam::${account}:user/operator` })),
      );
    rds
      .on(DescribeGlobalClustersCommand)
      .callsFake(this.#in((_, role) => this.#globalClusters(this.writerToldBy[role] ?? this.writer)));
    rds.on(DescribeDBClustersCommand).callsFake(
      this.#in(({ cluster }, role) => {
        if (cluster === undefined) throw named('DBClusterNotFoundFault');
        const { status: Status, engineVersion: EngineVersion } = cluster;
        return {
          DBClusters: [
            {
              DBClusterIdentifier: 'healthcare-aurora-dev',
              DBClusterArn: arnOf(role),
              Status,
              EngineVersion,
            },
          ],
        };
      }),
    );
    rds.on(DescribeDBInstancesCommand).callsFake(
      this.#in(({ cluster }) => ({
        DBInstances: cluster?.instances.map((DBInstanceStatus) => ({
          DBClusterIdentifier: 'healthcare-aurora-dev',
          DBInstanceStatus,
        })),
      })),
    );
    cloudWatch.on(GetMetricDataCommand).callsFake(
      this.#in(({ metrics }, _, input: GetMetricDataCommandInput) => ({
        MetricDataResults: input.MetricDataQueries?.map(({ Id, MetricStat }) => {
          const found = metrics[MetricStat?.Metric?.MetricName ?? ''] ?? [];
          return {
            Id,
            Values: found.map(({ value }) => value),
            Timestamps: found.map(({ at }) => new Date(at)),
          };
        }),
      })),
    );
    cloudWatch.on(DescribeAlarmsCommand).callsFake(
      this.#in(({ alarms }) => ({
        MetricAlarms: Object.entries(alarms).map(([AlarmName, StateValue]) => ({ AlarmName, StateValue })),
      })),
    );
    dynamoDb.on(GetItemCommand).callsFake(
      this.#in(({ journal: { version, ...journal }, protocolVersion }) => ({
        Item: {
          version: { N: String(version) },
          journal: { S: JSON.stringify(journal) },
          ...(protocolVersion === undefined ? {} : { protocolVersion: { N: String(protocolVersion) } }),
        },
      })),
    );
    dynamoDb.on(QueryCommand).callsFake(
      this.#in(({ history }, _, input: { ExpressionAttributeValues?: Record<string, { S?: string }> }) => {
        const after = input.ExpressionAttributeValues?.[':after']?.S ?? '';
        const items = history.map((entry, index) => ({
          sk: { S: `${new Date(entry.at).toISOString()}#${String(index).padStart(4, '0')}` },
          at: { N: String(entry.at) },
          event: { S: entry.event },
          reason: { S: formatReason(entry.reason) },
          reasonData: { S: JSON.stringify(entry.reason) },
          details: { S: JSON.stringify(entry.details) },
          ...(entry.incidentId === undefined ? {} : { incidentId: { S: entry.incidentId } }),
        }));
        return { Items: items.filter(({ sk }) => sk.S > after) };
      }),
    );
    ssm.on(GetParameterCommand).callsFake(
      this.#in(({ parameters }, _, { Name = '' }: { Name?: string }) => {
        const Value = parameters[Name];
        if (Value === undefined) throw named('ParameterNotFound');
        return { Parameter: { Name, Value } };
      }),
    );
    ssm.on(DescribeParametersCommand).callsFake(
      this.#in(() => ({
        Parameters: [{ LastModifiedUser: HOLDER, LastModifiedDate: new Date(NOW - 3_600_000) }],
      })),
    );
    ssm.on(PutParameterCommand).callsFake(
      this.#in((side, role, { Name = '', Value = '' }: { Name?: string; Value?: string }) => {
        side.parameters[Name] = Value;
        this.written.push(`${role} ${Name}`);
        return { Version: 2 };
      }),
    );
    ecs.on(DescribeServicesCommand).callsFake(
      this.#in(({ service }) => ({
        services:
          service === undefined
            ? []
            : [
                {
                  serviceName: 'healthcare-service-dev',
                  status: 'ACTIVE',
                  runningCount: service.running,
                  desiredCount: service.desired,
                },
              ],
      })),
    );
    ecs
      .on(ListTasksCommand)
      .callsFake(this.#in(({ service }) => ({ taskArns: (service?.running ?? 0) > 0 ? ['task'] : [] })));
    ecs.on(DescribeTasksCommand).callsFake(
      this.#in(({ service }) => ({
        tasks: [{ lastStatus: 'RUNNING', containers: [{ image: service?.image }] }],
      })),
    );
    autoScaling.on(DescribeScalableTargetsCommand).callsFake(
      this.#in(({ service }) => ({
        ScalableTargets: service === undefined ? [] : [{ MinCapacity: service.minimum }],
      })),
    );
    secretsManager
      .on(DescribeSecretCommand)
      .callsFake(this.#in(() => ({ Name: 'healthcare-aurora-master-dev' })));
    sns.on(ListSubscriptionsByTopicCommand).callsFake(
      this.#in(({ subscriptions }) => ({
        Subscriptions: subscriptions.map((SubscriptionArn) => ({
          SubscriptionArn,
          Protocol: 'email',
          Endpoint: 'oncall@dev.healthcare.example',
        })),
      })),
    );
    backup
      .on(DescribeRegionSettingsCommand)
      .callsFake(this.#in(({ optIns }) => ({ ResourceTypeOptInPreference: optIns })));
    lambda.on(GetFunctionConcurrencyCommand).callsFake(
      this.#in(({ reservedConcurrency }) => ({
        ...(reservedConcurrency !== undefined && { ReservedConcurrentExecutions: reservedConcurrency }),
      })),
    );
    lambda.on(InvokeCommand).callsFake(
      this.#in(({ controller }, role, { Payload }: { Payload?: Uint8Array }) => {
        const command = JSON.parse(new TextDecoder().decode(Payload)) as Command;
        this.invocations.push({ role, command });
        return { Payload: new TextEncoder().encode(JSON.stringify(controller(command))) };
      }),
    );
    route53.on(ListHostedZonesByNameCommand).callsFake(() => ({
      HostedZones: this.hasZone ? [{ Id: '/hostedzone/Z1', Name: `${dev.dns.domainName}.` }] : [],
    }));
    route53
      .on(ListResourceRecordSetsCommand)
      .callsFake(() => ({ ResourceRecordSets: this.recordSets, IsTruncated: false }));
    route53
      .on(ListHealthChecksCommand)
      .callsFake(() => ({ HealthChecks: this.healthChecks, IsTruncated: false }));
  }

  /** Clients of this AWS, and its clock. */
  pair(): Pair {
    const variables = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    return { ...makePair(dev, variables), now: () => this.now };
  }

  /** Puts the real clients back. */
  restore(): void {
    for (const mock of Object.values(this.#mocks)) mock.restore();
  }

  #in(answer: (side: FakeSide, role: Role, input: never) => unknown) {
    return async (input: unknown, getClient: () => { config: { region: () => Promise<string> } }) => {
      const role = ROLE_OF[await getClient().config.region()] ?? 'primary';
      const side = this.sides[role];
      if (side.hangs === true) return new Promise(() => undefined);
      if (side.dark) throw named('TimeoutError', 'Connection timed out after 2000 ms');
      return answer(side, role, input as never);
    };
  }

  #globalClusters(writer: Role | undefined) {
    if (this.isEmpty) throw named('GlobalClusterNotFoundFault');
    const members = (['primary', 'dr'] as const).map((role) => ({
      DBClusterArn: arnOf(role),
      IsWriter: role === writer,
      ...(role === writer ? {} : { SynchronizationStatus: this.synchronizationStatus }),
    }));
    return {
      GlobalClusters: [
        {
          GlobalClusterIdentifier: 'healthcare-global-dev',
          Status: 'available',
          GlobalClusterMembers: members,
          FailoverState: this.operation,
        },
      ],
    };
  }
}

/** An error as the SDK throws it. */
export function named(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}

export const HOLD_PARAMETER = '/healthcare-dr/dev/failover-lambda/hold';
export const POLICY_PARAMETER = '/healthcare-dr/dev/failover-lambda/policy';

export const POLICY = {
  mode: 'automatic',
  lagBoundMs: 900_000,
  lagMaxAgeMs: 300_000,
  confirmationMs: 180_000,
  cooldownMs: 3_600_000,
  plannedLagMs: 10_000,
  operationDeadlineMs: 1_200_000,
  reissueAfterMs: 180_000,
  approvalMs: 3_600_000,
  capacity: {},
};

/** What a controller sees of a peer that is well. */
export const WELL: Evidence = {
  probe: 'up',
  checkers: 'healthy',
  controlPlane: 'answers',
  replication: 'fresh',
  egress: 'open',
  database: 'available',
};

/** What every vantage point sees of a Region that is lost. */
export const LOST: Evidence = {
  probe: 'down',
  checkers: 'unhealthy',
  controlPlane: 'silent',
  replication: 'stopped',
  egress: 'open',
  database: 'unknown',
};

/** The watch of a controller that looked half a minute ago. */
export const seenBy = (evidence: Evidence, patch: Partial<Watch> = {}): Watch => ({
  ...EMPTY_WATCH,
  lookedAt: NOW - 30_000,
  evidence,
  witnessed: true,
  ...patch,
});

const minutesAgo = (minutes: number): number => Math.floor(NOW / 60_000 - minutes) * 60_000;

/** One value a minute, for the last ten. */
export const everyMinute = (value: number) =>
  Array.from({ length: 10 }, (_, minute) => ({ value, at: minutesAgo(minute + 1) }));

/** What the controller of dr remembers of the primary's tasks, and of its own minima. */
export const CAPACITY: Journal['capacity'] = { at: minutesAgo(5), peerTasks: 4, minTasks: 2, minAcu: 1 };

function sideOf(role: Role): FakeSide {
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

const SERVICE = 'app.dev.healthcare.example';

function recordSets(): ResourceRecordSet[] {
  const alias = (role: Role, EvaluateTargetHealth: boolean) => ({
    DNSName: `dualstack.${role}.elb.example.`,
    HostedZoneId: 'Z2',
    EvaluateTargetHealth,
  });
  return (['primary', 'dr'] as const).flatMap((role): ResourceRecordSet[] => [
    { Name: `${dev[role].region}.${SERVICE}.`, Type: 'A', AliasTarget: alias(role, false) },
    {
      Name: `${SERVICE}.`,
      Type: 'A',
      SetIdentifier: `dev-${role}`,
      Failover: role === 'primary' ? 'PRIMARY' : 'SECONDARY',
      AliasTarget: alias(role, true),
      HealthCheckId: role === 'primary' ? 'primary' : 'endpoint-dr',
    },
    ...(['healthy', 'unhealthy'] as const).map((health): ResourceRecordSet => ({
      Name: `witness-${dev[role].region}.${SERVICE}.`,
      Type: 'TXT',
      SetIdentifier: `dev-${role}-${health}`,
      Failover: health === 'healthy' ? 'PRIMARY' : 'SECONDARY',
      ResourceRecords: [{ Value: `"witness=${role};health=${health}"` }],
      ...(health === 'healthy' ? { HealthCheckId: `endpoint-${role}` } : {}),
    })),
  ]);
}

function healthChecks(): HealthCheck[] {
  const endpoint = (role: Role): HealthCheck => ({
    Id: `endpoint-${role}`,
    CallerReference: role,
    HealthCheckVersion: 1,
    HealthCheckConfig: {
      Type: 'HTTPS',
      FullyQualifiedDomainName: `${dev[role].region}.${SERVICE}`,
      Port: 443,
      ResourcePath: endpointPathOf(dev.service.container),
    },
  });
  return [
    endpoint('primary'),
    endpoint('dr'),
    {
      Id: 'control',
      CallerReference: 'control',
      HealthCheckVersion: 1,
      HealthCheckConfig: {
        Type: 'CLOUDWATCH_METRIC',
        Inverted: true,
        InsufficientDataHealthStatus: 'LastKnownStatus',
        AlarmIdentifier: { Region: 'eu-west-1', Name: 'healthcare-traffic-not-engaged-dev' },
      },
      CloudWatchAlarmConfiguration: {
        EvaluationPeriods: 3,
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        Period: 60,
        MetricName: 'TrafficEngaged',
        Namespace: 'HealthcareDr/Failover/dev',
        Statistic: 'Maximum',
      },
    },
    {
      Id: 'primary',
      CallerReference: 'primary',
      HealthCheckVersion: 1,
      HealthCheckConfig: {
        Type: 'CALCULATED',
        ChildHealthChecks: ['endpoint-primary', 'control'],
        HealthThreshold: 2,
      },
    },
  ];
}

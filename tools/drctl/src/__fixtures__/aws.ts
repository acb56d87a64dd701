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
  UpdateHealthCheckCommand,
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
import { formatReason, type Command } from '@healthcare-dr/failover-controller';
import type { Role } from '@healthcare-dr/topology';
import { mockClient } from 'aws-sdk-client-mock';
import { makePair, type Pair } from '../pair';
import { arnOf, dev, HOLDER, named, NOW, SERVICE } from './given';
import { sideOf, type FakeSide } from './side';
import { healthChecks, recordSets } from './traffic';

export * from './evidence';
export * from './given';

const ROLE_OF: Readonly<Record<string, Role>> = { [dev.primary.region]: 'primary', [dev.dr.region]: 'dr' };

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
  /** What was changed of health checks. */
  readonly healthCheckChanges: { readonly HealthCheckId: string; readonly Inverted: boolean }[] = [];
  /** Which change of a health check Route 53 refuses. */
  refusesHealthChecks: 'invert' | 'restore' | undefined;
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
    route53
      .on(UpdateHealthCheckCommand)
      .callsFake((change: { readonly HealthCheckId: string; readonly Inverted: boolean }) => {
        const { HealthCheckId: id, Inverted } = change;
        if (this.refusesHealthChecks === (Inverted ? 'invert' : 'restore')) throw named('AccessDenied');
        this.healthCheckChanges.push({ HealthCheckId: id, Inverted });
        this.healthChecks = this.healthChecks.map((check) =>
          check.Id === id && check.HealthCheckConfig !== undefined
            ? { ...check, HealthCheckConfig: { ...check.HealthCheckConfig, Inverted } }
            : check,
        );
        return {};
      });
  }

  /** A health check, by its id. */
  healthCheck(id: string): HealthCheck | undefined {
    return this.healthChecks.find(({ Id }) => Id === id);
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

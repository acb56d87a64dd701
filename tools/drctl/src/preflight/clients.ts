import { ACMClient } from '@aws-sdk/client-acm';
import { BackupClient } from '@aws-sdk/client-backup';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { Route53Client } from '@aws-sdk/client-route-53';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import { GLOBAL_SERVICES_REGION, namingOf, watchNamingOf, type Naming } from '@healthcare-dr/platform';
import { topologyOf, watchRegionOf, type Environment, type Region, type Role } from '@healthcare-dr/topology';
import { hostedZoneCredentials } from '../hosted-zone-role';
import { clientMaker } from '../pair';

/** The APIs of one Region that are asked before anything is deployed. */
export interface AccountClients {
  readonly role: Role;
  readonly region: Region;
  readonly naming: Naming;
  readonly acm: ACMClient;
  readonly backup: BackupClient;
  readonly cloudTrail: CloudTrailClient;
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly quotas: ServiceQuotasClient;
  readonly rds: RDSClient;
  readonly sns: SNSClient;
}

/** The account of an environment, as far as it must be ready before the first deployment. */
export interface Account {
  readonly environment: Environment;
  readonly sides: Readonly<Record<Role, AccountClients>>;
  /** The Region from which the pair is watched, where a topic of the primary stacks stands. */
  readonly watch: Pick<AccountClients, 'region' | 'naming' | 'sns'>;
  /** The Region of services without one, which is in every account: it is asked about others, and has the log of the zone's queries. */
  readonly global: Pick<AccountClients, 'region' | 'ec2' | 'logs'>;
  readonly iam: IAMClient;
  /** Route 53 as whoever may read the hosted zone: by its role, where it belongs to another account. */
  readonly hostedZoneRoute53: Route53Client;
  /** As whom {@link hostedZoneRoute53} asks; `undefined` if as everybody else here. */
  readonly hostedZoneCredentials: ReturnType<typeof hostedZoneCredentials>;
  /** Closes every connection, without which the process would wait for them. */
  destroy(): void;
}

/** Nobody waits for it in an outage, and a new account's first answers are slow. In milliseconds. */
const REQUEST_TIMEOUT_MS = 15_000;

/** Makes the clients; nothing is connected yet. */
export function makeAccount(environment: Environment, variables: NodeJS.ProcessEnv): Account {
  const { make: makeBounded, destroy } = clientMaker(variables);
  const make: typeof makeBounded = (Client, region, options) =>
    makeBounded(Client, region, { requestTimeoutMs: REQUEST_TIMEOUT_MS, ...options });
  const sideOf = (role: Role): AccountClients => {
    const { region } = topologyOf(environment, role);
    return {
      role,
      region,
      naming: namingOf(environment, role),
      acm: make(ACMClient, region),
      backup: make(BackupClient, region),
      cloudTrail: make(CloudTrailClient, region),
      ec2: make(EC2Client, region),
      ecr: make(ECRClient, region),
      lambda: make(LambdaClient, region),
      logs: make(CloudWatchLogsClient, region),
      quotas: make(ServiceQuotasClient, region),
      rds: make(RDSClient, region),
      sns: make(SNSClient, region),
    };
  };
  const credentials = hostedZoneCredentials(environment, make(STSClient, GLOBAL_SERVICES_REGION));
  const watchRegion = watchRegionOf(environment);
  return {
    environment,
    sides: { primary: sideOf('primary'), dr: sideOf('dr') },
    watch: {
      region: watchRegion,
      naming: watchNamingOf(environment),
      sns: make(SNSClient, watchRegion),
    },
    global: {
      region: GLOBAL_SERVICES_REGION,
      ec2: make(EC2Client, GLOBAL_SERVICES_REGION),
      logs: make(CloudWatchLogsClient, GLOBAL_SERVICES_REGION),
    },
    iam: make(IAMClient, GLOBAL_SERVICES_REGION),
    hostedZoneRoute53: make(Route53Client, GLOBAL_SERVICES_REGION, { credentials }),
    hostedZoneCredentials: credentials,
    destroy,
  };
}

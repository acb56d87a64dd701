import { Naming } from '@healthcare-dr/platform';
import {
  ACCESS_LOG_PREFIXES,
  accessLogBucketName,
  bucketArn,
  dataBucketName,
  REPLICATION_METRIC_REGIONS,
  replicationMetricDimensions,
  trailBucketName,
} from '.';

const naming = (region: string) => new Naming({ suffix: 'dev', accountId: '111111111111', region });
const [primary, dr] = [naming('eu-west-2'), naming('eu-west-1')];

describe('the names of buckets', () => {
  it('carry account and Region: the world shares them', () => {
    expect(dataBucketName(primary)).toBe('healthcare-data-111111111111-eu-west-2-dev');
    expect(accessLogBucketName(dr)).toBe('healthcare-access-logs-111111111111-eu-west-1-dev');
    expect(trailBucketName(dr)).toBe('healthcare-trail-111111111111-eu-west-1-dev');
    expect(bucketArn('a')).toBe('arn:aws:s3:::a');
  });

  it('leave to a load balancer what it adds by itself', () => {
    expect(ACCESS_LOG_PREFIXES.loadBalancer).not.toMatch(/AWSLogs|\/$/);
    expect(ACCESS_LOG_PREFIXES.bucket).toMatch(/\/$/);
  });
});

describe('the metrics of replication', () => {
  it('are in the Region where objects are awaited, but for what failed', () => {
    expect(REPLICATION_METRIC_REGIONS).toEqual({
      ReplicationLatency: 'destination',
      BytesPendingReplication: 'destination',
      OperationsPendingReplication: 'destination',
      OperationsFailedReplication: 'source',
    });
  });

  it.each([
    ['primary', primary, dr, 'primary-to-dr'],
    ['dr', dr, primary, 'dr-to-primary'],
  ] as const)('from %s name both buckets and the rule', (role, source, destination, rule) => {
    expect(replicationMetricDimensions({ role, source, destination })).toEqual({
      SourceBucket: dataBucketName(source),
      DestinationBucket: dataBucketName(destination),
      RuleId: rule,
    });
  });
});

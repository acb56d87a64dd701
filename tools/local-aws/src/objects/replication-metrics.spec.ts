import { replicationDatapoints } from './replication-metrics';

describe('the metrics of a replication rule', () => {
  const datapoints = replicationDatapoints({
    ruleId: 'to-dr',
    source: { bucket: 's', region: 'eu-west-2' },
    destination: { bucket: 'd', region: 'eu-west-1' },
    pendingBytes: 5,
    pendingOperations: 1,
    oldestMs: 90_000,
    failedOperations: 2,
  });

  it('are what is pending in the Region of the destination, and what failed in that of the source', () => {
    expect(
      datapoints.map(({ metricName, region, value, unit }) => [metricName, region, value, unit]),
    ).toEqual([
      ['BytesPendingReplication', 'eu-west-1', 5, 'Bytes'],
      ['OperationsPendingReplication', 'eu-west-1', 1, 'Count'],
      ['ReplicationLatency', 'eu-west-1', 90, 'Seconds'],
      ['OperationsFailedReplication', 'eu-west-2', 2, 'Count'],
    ]);
  });

  it('have the dimensions by which alarms ask for them', () => {
    expect(new Set(datapoints.map(({ dimensions }) => JSON.stringify(dimensions)))).toEqual(
      new Set([JSON.stringify({ SourceBucket: 's', DestinationBucket: 'd', RuleId: 'to-dr' })]),
    );
  });
});

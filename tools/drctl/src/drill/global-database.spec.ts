import {
  DescribeGlobalClustersCommand,
  RDSClient,
  SwitchoverGlobalClusterCommand,
  type GlobalCluster,
} from '@aws-sdk/client-rds';
import { loadEnvironment } from '@healthcare-dr/topology';
import { mockClient } from 'aws-sdk-client-mock';
import { GlobalDatabase, hasSettledOn, SwitchoverTimeoutError, writerOf } from './global-database';

const PRIMARY = 'arn:aws:rds:eu-west-2:111111111111:cluster:healthcare-aurora-dev';
const DR = 'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev';

const cluster = (writer: string, status?: string): GlobalCluster => ({
  GlobalClusterMembers: [PRIMARY, DR].map((DBClusterArn) => ({
    DBClusterArn,
    IsWriter: DBClusterArn === writer,
  })),
  ...(status === undefined ? {} : { FailoverState: { Status: status as 'pending' } }),
});

describe('the end of a switchover', () => {
  it('is reached when the target writes and nothing is under way', () => {
    expect(hasSettledOn(cluster(DR), DR)).toBe(true);
    expect(hasSettledOn(cluster(DR, ''), DR)).toBe(true);
  });

  it.each([
    ['nothing is under way, but the other one writes', cluster(PRIMARY)],
    ['the target writes, but something is under way', cluster(DR, 'switching-over')],
    ['what is under way has a name nobody knows', cluster(DR, 'reticulating')],
    ['nobody writes', { GlobalClusterMembers: [] }],
  ])('is not reached while %s', (_, seen) => {
    expect(hasSettledOn(seen, DR)).toBe(false);
  });

  it('shows who writes', () => {
    expect(writerOf(cluster(PRIMARY))).toBe(PRIMARY);
    expect(writerOf({})).toBeUndefined();
  });
});

describe('a switchover', () => {
  const rds = mockClient(RDSClient);
  const signal = new AbortController().signal;
  const answer = (...seen: GlobalCluster[]) => {
    rds.reset();
    rds.on(SwitchoverGlobalClusterCommand).resolves({});
    const describing = rds.on(DescribeGlobalClustersCommand);
    for (const one of seen.slice(0, -1)) describing.resolvesOnce({ GlobalClusters: [one] });
    describing.resolves({ GlobalClusters: seen.slice(-1) });
  };
  const regionOfCall = async (call: { thisValue: unknown }) => (call.thisValue as RDSClient).config.region();

  afterAll(() => rds.restore());

  it('is asked for in the Region of the writer, for the target’s ARN, and waited for in the target’s', async () => {
    answer(cluster(PRIMARY), cluster(PRIMARY, 'pending'), cluster(PRIMARY, 'switching-over'), cluster(DR));
    const database = new GlobalDatabase(loadEnvironment('dev'), {});

    await database.switchover('dr', { signal, timeoutMs: 10_000 });

    const [call] = rds.commandCalls(SwitchoverGlobalClusterCommand);
    expect(call?.args[0].input).toEqual({
      GlobalClusterIdentifier: 'healthcare-global-dev',
      TargetDbClusterIdentifier: DR,
    });
    await expect(regionOfCall(call as never)).resolves.toBe('eu-west-2');
    const describes = rds.commandCalls(DescribeGlobalClustersCommand);
    expect(await Promise.all(describes.map((one) => regionOfCall(one)))).toEqual(
      Array.from({ length: 4 }, () => 'eu-west-1'),
    );
  });

  it('back is asked for in the dr Region, where the writer is then', async () => {
    answer(cluster(DR), cluster(PRIMARY));
    await new GlobalDatabase(loadEnvironment('dev'), {}).switchover('primary', { signal, timeoutMs: 10_000 });
    const [call] = rds.commandCalls(SwitchoverGlobalClusterCommand);
    await expect(regionOfCall(call as never)).resolves.toBe('eu-west-1');
  });

  it('that does not end is reported with what was seen last', async () => {
    answer(cluster(PRIMARY), cluster(PRIMARY, 'pending'));
    const waiting = new GlobalDatabase(loadEnvironment('dev'), {}).switchover('dr', { signal, timeoutMs: 0 });
    await expect(waiting).rejects.toThrow(SwitchoverTimeoutError);
    await expect(waiting).rejects.toThrow(/does not write .*"Status":"pending"/);
  });
});

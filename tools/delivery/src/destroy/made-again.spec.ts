import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { mockClient } from 'aws-sdk-client-mock';
import { deleteLogGroupsMadeAgain } from './made-again';

const logs = mockClient(CloudWatchLogsClient);

beforeEach(() => {
  logs.reset();
  const groups = [
    '/aws/ecs/containerinsights/healthcare-cluster-dev/performance',
    '/aws/ecs/containerinsights/healthcare-cluster-dev2/performance',
    '/aws/rds/cluster/healthcare-aurora-dev/postgresql',
    '/aws/lambda/healthcare-failover-dev',
    '/aws/lambda/healthcare-failover-dev2',
    'RDSOSMetrics',
  ];
  logs
    .on(DescribeLogGroupsCommand)
    .callsFake(({ logGroupNamePrefix: prefix }: { logGroupNamePrefix: string }) => ({
      logGroups: groups.filter((name) => name.startsWith(prefix)).map((logGroupName) => ({ logGroupName })),
    }));
  logs.on(DeleteLogGroupCommand).resolves({});
});

it('deletes what services of this environment make again, and nothing of another one or of the account', async () => {
  const deleted = await deleteLogGroupsMadeAgain({
    environment: fixtureEnvironment('dev'),
    roles: ['dr'],
    variables: { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y' },
  });
  expect(deleted).toEqual([
    '/aws/ecs/containerinsights/healthcare-cluster-dev/performance (eu-west-1)',
    '/aws/rds/cluster/healthcare-aurora-dev/postgresql (eu-west-1)',
    '/aws/lambda/healthcare-failover-dev (eu-west-1)',
  ]);
  expect(logs.commandCalls(DeleteLogGroupCommand).map(({ args }) => args[0].input.logGroupName)).toEqual(
    deleted.map((text) => text.replace(' (eu-west-1)', '')),
  );
});

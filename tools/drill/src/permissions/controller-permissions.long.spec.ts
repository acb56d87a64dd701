import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { grantsOf, parsePolicy, unused, type Grant } from '@healthcare-dr/aws-models/iam';
import { EMPTY_JOURNAL } from '@healthcare-dr/failover-controller';
import {
  awsPorts,
  makeClients,
  readEnvironment,
  watchRegionOf,
} from '@healthcare-dr/failover-controller/adapters';
import { FUNCTION_VARIABLES } from '@healthcare-dr/failover-controller/function-variables';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { createRole, describeWithMoto, putRolePolicyDocument } from '@healthcare-dr/local-aws/fixtures';
import { allDefinitions, synthesizeStack } from '@healthcare-dr/testing';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import {
  administrator,
  makeControllerEnvironment,
  type ControllerEnvironment,
} from './__fixtures__/controller-environment';
import { LAMBDA_ONLY, lambdaReason } from './lambda-only';

jest.setTimeout(180_000);

const { accountId } = fixtureEnvironment('dev');
const ROLE = 'controller';
const {
  AWS_REGION: DR,
  PEER_REGION: PRIMARY,
  OWN_CLUSTER_ARN,
  PEER_CLUSTER_ARN,
  GLOBAL_CLUSTER_ID,
} = FUNCTION_VARIABLES;

interface Document {
  readonly Statement: readonly { readonly Sid: string; readonly Action: string | readonly string[] }[];
}

/** The controller's policy as its stack makes it, with the keys of this environment. */
function controllerPolicy({ dataKeyArn, notificationsKeyArn, watchKeyArn }: ControllerEnvironment): Document {
  const definition = allDefinitions().find(({ name }) => name === 'dr-failover-lambda');
  if (definition === undefined) throw new Error('There is no stack dr-failover-lambda.');
  const [block] = synthesizeStack(definition, fixtureEnvironment('dev')).resources('aws_iam_policy');
  const keys: Readonly<Record<string, string>> = {
    data: dataKeyArn,
    notifications: notificationsKeyArn,
    watch: watchKeyArn,
  };
  const text = String(block?.attributes['policy']).replaceAll(
    /\$\{[^}]*-(\w+)KeyArn[^}]*\}/g,
    (_, purpose: string) => keys[purpose] ?? '',
  );
  return JSON.parse(text) as Document;
}

/** The policy without one action of one statement. */
const without = ({ Statement, ...rest }: Document, grant: Grant): Document => ({
  ...rest,
  Statement: Statement.flatMap((statement, index) => {
    if (index !== grant.statement) return [statement];
    const left = [statement.Action].flat().filter((action) => action !== grant.action);
    return left.length === 0 ? [] : [{ ...statement, Action: left }];
  }),
});

describeWithMoto('the policy of the controller', () => {
  let aws: LocalAws;
  let environment: ControllerEnvironment;
  let policy: Document;
  let grants: readonly Grant[];
  let call: () => Promise<void>;
  let round = 0;

  /** The actions that were denied while the controller made every call that it knows. */
  const deniedWith = async (document: Document): Promise<string[]> => {
    await putRolePolicyDocument(aws.endpoint, ROLE, JSON.stringify(document));
    const afterSequence = aws.gateway.requests().at(-1)?.sequence ?? 0;
    await call();
    const denied = aws.gateway.requests({ afterSequence }).flatMap(({ denied: action }) => action ?? []);
    return [...new Set(denied)].sort();
  };

  beforeAll(async () => {
    aws = await startLocalAws({ accountId });
    environment = await makeControllerEnvironment(aws);
    policy = controllerPolicy(environment);
    grants = grantsOf([parsePolicy('inline', policy)]);
    await createRole(aws.endpoint, ROLE, accountId);
    const sts = new STSClient(administrator(aws, DR));
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${accountId}:role/${ROLE}`,
        RoleSessionName: 'failover',
      }),
    );
    const variables = {
      ...FUNCTION_VARIABLES,
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? '',
      AWS_SESSION_TOKEN: Credentials?.SessionToken ?? '',
    };
    process.env['AWS_ENDPOINT_URL'] = aws.endpoint;
    call = callsOf(variables);
  });
  afterAll(async () => {
    delete process.env['AWS_ENDPOINT_URL'];
    await aws.stop();
  });

  /** Every call of AWS that the controller's adapters know, whatever becomes of the others. */
  function callsOf(variables: Readonly<Record<string, string>>): () => Promise<void> {
    const deployment = readEnvironment(variables);
    const regions = { region: DR, peerRegion: PRIMARY, watchRegion: watchRegionOf(deployment) };
    const ports = awsPorts(deployment, makeClients(regions, variables), () => undefined);
    const { ownRds, peerRds, metrics, peerMetrics, configuration, journal, notifications, capacity } = ports;
    return async () => {
      round += 1;
      const now = Date.now();
      const about = { event: 'failover-suspected', incidentId: 'i' } as const;
      const lease = { owner: 'none', epoch: 0, expiresAt: 0 };
      const calls: readonly (() => Promise<unknown>)[] = [
        () => configuration.readPolicy(),
        () => configuration.readHold(),
        () => ownRds.describeGlobalCluster(GLOBAL_CLUSTER_ID),
        () => ownRds.describeCluster(OWN_CLUSTER_ARN),
        () => peerRds.describeCluster(PEER_CLUSTER_ARN),
        () => metrics.replicationLag(),
        () => peerMetrics.replicationLag(),
        () => peerMetrics.trafficEngaged(),
        () => peerMetrics.runningTasks(),
        () => capacity.minimumTasks(),
        () => metrics.putTrafficEngaged(true),
        () => journal.read(),
        () => journal.acquire(`owner-${round}`, now, 1),
        () =>
          journal.write(EMPTY_JOURNAL, lease, [
            { ...about, at: now, reason: { code: 'nothing-to-do' }, details: {} },
          ]),
        () => notifications.publish({ ...about, id: 'n', severity: 'ticket', subject: 's', body: 'b' }),
        () =>
          ports.backupNotifications.publish({ ...about, id: 'n', severity: 'page', subject: 's', body: 'b' }),
        () => ports.heartbeat.beat(),
        // Neither is lowered, so each round asks for more.
        () => capacity.raiseMinimumTasks(1 + round),
        () => ownRds.setMinimumCapacity(OWN_CLUSTER_ARN, 0.5 + round / 2),
        () => peerRds.findFailoverSnapshot(PEER_CLUSTER_ARN),
        () => peerRds.copyFailoverSnapshot(environment.snapshotArn, `incident-${round}`),
        () => ownRds.failover(GLOBAL_CLUSTER_ID, OWN_CLUSTER_ARN),
        () => peerRds.switchover(GLOBAL_CLUSTER_ID, OWN_CLUSTER_ARN),
      ];
      // One after the other: a lease is asked for before it is held.
      for (const one of calls) await one().catch(() => undefined);
    };
  }

  it('allows every call, and grants nothing that neither they nor Lambda need', async () => {
    await expect(deniedWith(policy)).resolves.toEqual([]);

    const [usage] = aws.roleUsage();
    const idle = usage === undefined ? [] : unused(usage).map(({ sid, action }) => `${sid}: ${action}`);
    expect(idle.sort()).toEqual(LAMBDA_ONLY.map(({ sid, action }) => `${sid}: ${action}`).sort());
  });

  it('names whichever action is dropped from it', async () => {
    const needed = grants.filter(({ sid, action }) => lambdaReason(sid, action) === undefined);
    const named: Record<string, string[]> = {};
    for (const grant of needed)
      named[`${grant.sid}: ${grant.action}`] = await deniedWith(without(policy, grant));

    expect(needed.length).toBeGreaterThan(20);
    expect(named).toEqual(
      Object.fromEntries(needed.map((grant) => [`${grant.sid}: ${grant.action}`, [grant.action]])),
    );
  });

  it('does not take a Region into the ARN of the global cluster, which stands in none', async () => {
    const text = JSON.stringify(policy);
    const misplaced = text.replaceAll(
      `arn:aws:rds::${accountId}:global-cluster`,
      `arn:aws:rds:${DR}:${accountId}:global-cluster`,
    );

    expect(misplaced).not.toBe(text);
    await expect(deniedWith(JSON.parse(misplaced) as Document)).resolves.toEqual([
      'rds:FailoverGlobalCluster',
      'rds:SwitchoverGlobalCluster',
    ]);
  });

  it('is of no use where the key’s policy leaves nothing to the account', async () => {
    const kms = new KMSClient(administrator(aws, DR));
    const KeyId = environment.notificationsKeyArn;
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    const closed = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'kms:*',
        Resource: '*',
      },
    });
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: closed }));

    await expect(deniedWith(policy)).resolves.toEqual(['kms:GenerateDataKey']);

    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }));
    await expect(deniedWith(policy)).resolves.toEqual([]);
    kms.destroy();
  });
});

import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';
import { controllerFunctionArn, controllerFunctionName } from '@healthcare-dr/failover-lambda/contract';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { ask, createRole, describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { namingOf } from '@healthcare-dr/platform';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { strToU8, zipSync } from 'fflate';
import type { Assertion } from '../assertion-recorder';
import { withSourceArn } from '../mutations/mutated-policy';
import { withDisabledRule } from '../mutations/mutated-schedule';
import { STEADY } from './__fixtures__/recordings';
import { scheduleAssertion } from './checks';
import { ControllerCrashedError } from './controller';
import type { ScheduleRun } from './facts';
import { Schedules } from './schedules';

const environment = fixtureEnvironment('dev');
const { accountId } = environment;
const { region } = environment.dr;
const naming = namingOf(environment, 'dr');
const RULE = 'healthcare-failover-schedule-dev';
const CONTROLLER = controllerFunctionArn(naming);
const OTHER = naming.arn('lambda', 'function:other');
const TICK = Date.UTC(2026, 0, 15);
const MINUTE_MS = 60_000;

/** Answers as the controller does, and makes nothing of an event that it does not know. */
const CODE = `export const handler = async ({ trigger }) => {
  if (trigger === 'crash') throw new Error('crashed');
  return trigger === 'schedule'
    ? { action: 'none', disposition: 'done', reason: { code: 'nothing-to-do' }, healthy: true, steps: [] }
    : { action: 'ignored', disposition: 'ignored', reason: { code: 'nothing-to-do' } };
};`;

describeWithMoto('the deployed schedule of the controller', () => {
  let aws: LocalAws;
  let schedules: Schedules;

  const events = async (operation: string, content: object) => {
    const target = `AWSEvents.${operation}`;
    expect(await ask(aws.endpoint, { service: 'events', region, target, content })).toMatchObject({
      code: '',
    });
  };
  const targets = (...ids: readonly (readonly [arn: string, input: object | undefined])[]) =>
    events('PutTargets', {
      Rule: RULE,
      Targets: ids.map(([Arn, input], index) => ({
        Id: String(index),
        Arn,
        ...(input && { Input: JSON.stringify(input) }),
      })),
    });
  const rate = (ScheduleExpression: string) => events('PutRule', { Name: RULE, ScheduleExpression });
  const run = (until = TICK) => schedules.run(until - MINUTE_MS, until);
  /** What the drill asserts of such minutes. */
  const asserted = (...runs: readonly ScheduleRun[]): Pick<Assertion, 'ok' | 'detail'> =>
    scheduleAssertion({ ...STEADY, schedules: runs });

  beforeAll(async () => {
    aws = await startLocalAws({ accountId });
    schedules = new Schedules({ role: 'dr', region, naming, events: aws.events });
    await createRole(aws.endpoint, 'function', accountId);
    await rate('rate(1 minute)');
    const lambda = new LambdaClient(clientConfiguration(aws.environment, region));
    for (const FunctionName of [controllerFunctionName(naming), 'other']) {
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Role: `arn:aws:iam::${accountId}:role/function`,
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Code: { ZipFile: zipSync({ 'index.mjs': strToU8(CODE) }) },
        }),
      );
      await lambda.send(
        new AddPermissionCommand({
          FunctionName,
          StatementId: 'schedule',
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
          SourceArn: naming.arn('events', `rule/${RULE}`),
        }),
      );
    }
    lambda.destroy();
  });
  afterAll(() => aws.stop());
  beforeEach(async () => {
    await rate('rate(1 minute)');
    await targets([CONTROLLER, { trigger: 'schedule' }]);
  });

  it('calls it once a minute, and has its answers', async () => {
    const first = await run();
    const second = await run(TICK + MINUTE_MS);

    expect([...first.answers, ...second.answers]).toMatchObject([{ healthy: true }, { healthy: true }]);
    expect(asserted(first.run, second.run)).toMatchObject({ ok: true, detail: '2 times' });
  });

  it('is missed where nothing was scheduled at all', () => {
    expect(asserted()).toMatchObject({ ok: false });
  });

  it.each<[string, (look: () => Promise<void>) => Promise<void>, readonly string[]]>([
    [
      'is disabled',
      (look) => withDisabledRule(aws, region, RULE, look),
      ['nothing came due', `${RULE} is DISABLED`],
    ],
    [
      'comes less often',
      async (look) => {
        await rate('rate(5 minutes)');
        await look();
      },
      ['nothing came due', 'rate(5 minutes)'],
    ],
    [
      'leads to another function',
      async (look) => {
        await targets([OTHER, { trigger: 'schedule' }]);
        await look();
      },
      [RULE, OTHER, 'elsewhere'],
    ],
    [
      'leads to a function that does not admit it',
      async (look) => {
        const lambda = new LambdaClient(clientConfiguration(aws.environment, region));
        await withSourceArn(
          lambda,
          controllerFunctionName(naming),
          'events.amazonaws.com',
          (arn) => arn.replace(region, environment.primary.region),
          look,
        );
        lambda.destroy();
      },
      [RULE, CONTROLLER, 'lambda:InvokeFunction'],
    ],
    [
      'says what the controller does not know',
      async (look) => {
        await targets([CONTROLLER, { trigger: 'clock' }]);
        await look();
      },
      [RULE, CONTROLLER, 'ignored'],
    ],
    [
      'says nothing of its own',
      async (look) => {
        await targets([CONTROLLER, undefined]);
        await look();
      },
      [RULE, CONTROLLER, 'ignored'],
    ],
  ])('is named where it %s', async (_, broken, names) => {
    // A minute that is none of five.
    const tick = TICK + MINUTE_MS;
    await broken(async () => {
      const { ok, detail } = asserted((await run(tick)).run);
      expect(ok).toBe(false);
      for (const name of names) expect(detail).toContain(name);
    });
  });

  it('may call others beside it, and lets it end in an error', async () => {
    await targets([CONTROLLER, { trigger: 'schedule' }], [OTHER, { trigger: 'schedule' }]);
    const both = await run();
    expect(both.answers).toHaveLength(1);
    expect(asserted(both.run)).toMatchObject({ ok: true });
    await events('RemoveTargets', { Rule: RULE, Ids: ['1'] });

    await targets([CONTROLLER, { trigger: 'crash' }]);
    await expect(run()).rejects.toThrow(ControllerCrashedError);
  });
});

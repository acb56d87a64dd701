import { FakeTerminal } from '@healthcare-dr/cli-kit/fake-terminal';
import { byRole, serviceNames } from '@healthcare-dr/topology';
import { dev, FakeAws } from '../__fixtures__/aws';
import { openIncident } from '../__fixtures__/incident';
import { proveWitness, type TextResolver, type WitnessProof } from './prove-witness';

let aws: FakeAws;
let terminal: FakeTerminal;
let controller: AbortController;
beforeEach(() => {
  aws = new FakeAws();
  terminal = new FakeTerminal();
  controller = new AbortController();
});
afterEach(() => aws.restore());

const { witness } = serviceNames(dev);
const isInverted = () =>
  byRole((role) => aws.healthCheck(`endpoint-${role}`)?.HealthCheckConfig?.Inverted === true);

/** Route 53 as it is: what is changed is seen a minute and a half later. */
class Route53 {
  static readonly PUBLISHED_AFTER_MS = 90_000;
  #shown = byRole(() => false);
  #pending: { readonly at: number; readonly inverted: Readonly<Record<'primary' | 'dr', boolean>> }[] = [];
  follows = true;

  readonly resolveTxt: TextResolver = (name) => {
    const role = name === witness.primary ? 'primary' : 'dr';
    this.#pending.push({ at: aws.now + Route53.PUBLISHED_AFTER_MS, inverted: isInverted() });
    const due = this.#pending.filter(({ at }) => at <= aws.now).at(-1);
    if (due !== undefined && this.follows) this.#shown = due.inverted;
    return Promise.resolve([[`witness=${role};health=`, this.#shown[role] ? 'unhealthy' : 'healthy']]);
  };
}

const prove = (route53 = new Route53(), given: Partial<Parameters<typeof proveWitness>[0]> = {}) =>
  proveWitness({
    pair: aws.pair(),
    terminal,
    signal: controller.signal,
    resolveTxt: route53.resolveTxt,
    sleep: (ms) => Promise.resolve(void (aws.now += ms)),
    yes: true,
    json: true,
    ...given,
  });
const proof = () => JSON.parse(terminal.printed.join('\n')) as WitnessProof;

it.each(['primary', 'dr'] as const)(
  'inverts the check of the standby while %s writes, and puts it back',
  async (writer) => {
    aws.writer = writer;
    const role = writer === 'primary' ? 'dr' : 'primary';

    expect(await prove()).toBe(0);

    expect(aws.healthCheckChanges).toEqual([
      { HealthCheckId: `endpoint-${role}`, Inverted: true },
      { HealthCheckId: `endpoint-${role}`, Inverted: false },
    ]);
    expect(proof()).toMatchObject({
      result: 'proved',
      role,
      unhealthyAfterMs: 90_000,
      healthyAfterMs: 90_000,
    });
  },
);

it('fails, and puts the check back, if the witness goes on as if nothing were', async () => {
  const route53 = new Route53();
  route53.follows = false;

  expect(await prove(route53)).toBe(1);

  expect(isInverted()).toEqual({ primary: false, dr: false });
  expect(proof()).toMatchObject({ result: 'not-seen', healthyAfterMs: 0 });
  expect(proof()).not.toHaveProperty('unhealthyAfterMs');
});

it('puts the check back after Ctrl-C', async () => {
  const sleep = () => Promise.resolve(controller.abort(new Error('interrupted')));

  await expect(prove(new Route53(), { sleep })).rejects.toThrow('interrupted');

  expect(aws.healthCheckChanges).toMatchObject([{ Inverted: true }, { Inverted: false }]);
});

it('puts back what a run that was killed has left, and proves nothing', async () => {
  aws.healthChecks = aws.healthChecks.map((check) =>
    check.Id === 'endpoint-dr'
      ? { ...check, HealthCheckConfig: { ...check.HealthCheckConfig, Type: 'HTTPS', Inverted: true } }
      : check,
  );

  expect(await prove()).toBe(1);

  expect(aws.healthCheckChanges).toEqual([{ HealthCheckId: 'endpoint-dr', Inverted: false }]);
  expect(proof().result).toBe('put-back');
});

describe('changes nothing', () => {
  it.each<[string, () => void]>([
    ['writer-unknown', () => (aws.writer = undefined)],
    ['operation-runs', () => (aws.operation = { Status: 'switching-over', ToDbClusterArn: 'arn' })],
    [
      'incident-open',
      () =>
        (aws.sides.dr.journal = {
          ...aws.sides.dr.journal,
          incident: openIncident('failover', 'suspected'),
        }),
    ],
    ['journal-unknown', () => (aws.sides.primary.dark = true)],
    ['witness-unsound', () => (aws.recordSets = aws.recordSets.filter(({ Type }) => Type !== 'TXT'))],
  ])('where it is refused: %s', async (code, given) => {
    given();

    expect(await prove()).toBe(1);

    expect(proof().result).toBe(code);
    expect(aws.healthCheckChanges).toEqual([]);
  });

  it('where the witness is unhealthy before', async () => {
    const resolveTxt = () => Promise.resolve([['witness=dr;health=unhealthy']]);

    expect(await prove(new Route53(), { resolveTxt })).toBe(1);

    expect(proof().result).toBe('already-unhealthy');
    expect(aws.healthCheckChanges).toEqual([]);
  });

  it('until the environment is named', async () => {
    terminal.answers = ['prod'];

    expect(await prove(new Route53(), { yes: false, json: false })).toBe(1);

    expect(terminal.text).toContain('NOT PROVED (declined)');
    expect(aws.healthCheckChanges).toEqual([]);
  });
});

it('tells how to put the check back where Route 53 refuses to', async () => {
  aws.refusesHealthChecks = 'restore';

  await expect(prove()).rejects.toThrow(/update-health-check --health-check-id endpoint-dr --no-inverted/);
});

import fc from 'fast-check';
import { ACCOUNT, OTHER_ACCOUNT, SESSION, TOPIC, USER } from '../__fixtures__/policies';
import type { Context } from '../policy/context';
import { parsePolicy } from '../policy/parse-policy';
import type { Policy } from '../policy/policy';
import { evaluate } from './evaluate';
import type { AccessRequest, PolicySet } from './request';

type Given = Readonly<Record<string, unknown>>;

const oneOrMore = (...values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });

const condition = fc.constant({ StringEquals: { 'aws:SourceAccount': ACCOUNT } });

const common = {
  Effect: fc.constantFrom('Allow', 'Deny'),
  Condition: fc.option(condition, { nil: undefined, freq: 4 }),
};
const target = fc.oneof(
  fc.record({
    Action: oneOrMore('sns:Publish', 'sns:*', '*', 'sqs:*'),
    Resource: oneOrMore(TOPIC, '*', `${TOPIC}-other`),
  }),
  fc.record({
    NotAction: oneOrMore('sqs:*', 'sns:Publish'),
    NotResource: oneOrMore(`${TOPIC}-other`, TOPIC),
  }),
);
const identityStatement = fc
  .tuple(fc.record(common), target)
  .map(([head, tail]): Given => ({ ...head, ...tail }));
const principal = fc.constantFrom<unknown>(
  '*',
  { AWS: ACCOUNT },
  { AWS: OTHER_ACCOUNT },
  { AWS: `arn:aws:iam::${ACCOUNT}:role/service/reader` },
  { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/i-1` },
  { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` },
  { Service: 'events.amazonaws.com' },
);
const resourceStatement = fc
  .tuple(identityStatement, principal)
  .map(([statement, Principal]): Given => ({ ...statement, Principal }));

const statements = (statement: fc.Arbitrary<Given>, minLength = 0) =>
  fc.array(statement, { minLength, maxLength: 4 });
const document = (all: readonly Given[]): Policy =>
  // Undefined members are none.
  parsePolicy('policy', JSON.stringify({ Version: '2012-10-17', Statement: all }));

interface World {
  readonly identity: readonly Given[];
  readonly resource: readonly Given[] | undefined;
  readonly boundary: readonly Given[] | undefined;
  readonly session: readonly Given[] | undefined;
  readonly resourceMustAllow: boolean;
}

const world: fc.Arbitrary<World> = fc.record({
  identity: statements(identityStatement),
  resource: fc.option(statements(resourceStatement), { nil: undefined }),
  boundary: fc.option(statements(identityStatement), { nil: undefined, freq: 2 }),
  session: fc.option(statements(identityStatement), { nil: undefined, freq: 2 }),
  resourceMustAllow: fc.boolean(),
});

const request: fc.Arbitrary<AccessRequest> = fc.record({
  principal: fc.constantFrom(SESSION, USER, { kind: 'service', service: 'events.amazonaws.com' } as const),
  action: fc.constantFrom('sns:Publish', 'sns:Subscribe'),
  resource: fc.constantFrom(TOPIC, `${TOPIC}-other`, TOPIC.replace(ACCOUNT, OTHER_ACCOUNT)),
  context: fc.constantFrom<Context[]>({}, { 'aws:SourceAccount': ACCOUNT }),
});

const setOf = ({ identity, resource, boundary, session, resourceMustAllow }: World): PolicySet => ({
  identity: [document(identity)],
  ...(resource && { resource: document(resource) }),
  ...(boundary && { permissionsBoundary: document(boundary) }),
  ...(session && { session: [document(session)] }),
  resourceMustAllow,
});
const isAllowed = (asked: AccessRequest, given: World) => evaluate(asked, setOf(given)).outcome === 'allowed';
const runs = { numRuns: 1_500 };

describe('whatever the policies', () => {
  it('an explicit deny that is added never allows', () => {
    fc.assert(
      fc.property(request, world, identityStatement, (asked, given, added) => {
        const denied = { ...given, identity: [...given.identity, { ...added, Effect: 'Deny' }] };
        expect(isAllowed(asked, denied) && !isAllowed(asked, given)).toBe(false);
      }),
      runs,
    );
  });

  it('a deny of everything denies explicitly', () => {
    fc.assert(
      fc.property(request, world, (asked, given) => {
        const everything = { Effect: 'Deny', Action: '*', Resource: '*', Principal: '*' };
        const denied = { ...given, resource: [...(given.resource ?? []), everything] };
        expect(evaluate(asked, setOf(denied)).outcome).toBe('explicit-deny');
      }),
      runs,
    );
  });

  it('an allow that is taken away never allows more', () => {
    fc.assert(
      fc.property(request, world, fc.nat(), (asked, given, index) => {
        const without = (all: readonly Given[]) =>
          all.filter(({ Effect }, at) => Effect === 'Deny' || at !== index % Math.max(1, all.length));
        const fewer = {
          ...given,
          identity: without(given.identity),
          resource: given.resource && without(given.resource),
        };
        expect(isAllowed(asked, fewer) && !isAllowed(asked, given)).toBe(false);
      }),
      runs,
    );
  });

  it('a boundary and a session policy only narrow', () => {
    fc.assert(
      fc.property(request, world, (asked, given) => {
        const wide = { ...given, boundary: undefined, session: undefined };
        expect(isAllowed(asked, given) && !isAllowed(asked, wide)).toBe(false);
      }),
      runs,
    );
  });

  it('a boundary that allows everything changes nothing', () => {
    fc.assert(
      fc.property(request, world, (asked, given) => {
        const everything = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
        expect(isAllowed(asked, { ...given, boundary: everything })).toBe(
          isAllowed(asked, { ...given, boundary: undefined }),
        );
      }),
      runs,
    );
  });

  it('a resource that must allow only narrows', () => {
    fc.assert(
      fc.property(request, world, (asked, given) => {
        const open = { ...given, resourceMustAllow: false };
        expect(isAllowed(asked, { ...given, resourceMustAllow: true }) && !isAllowed(asked, open)).toBe(
          false,
        );
      }),
      runs,
    );
  });

  it('the order of statements, and how they are spread over policies, changes nothing', () => {
    fc.assert(
      fc.property(request, world, (asked, given) => {
        const reversed = (all: readonly Given[] | undefined) => all && [...all].reverse();
        const policies = setOf({
          ...given,
          resource: reversed(given.resource),
          boundary: reversed(given.boundary),
        });
        const spread = { ...policies, identity: [...given.identity].reverse().map((one) => document([one])) };
        expect(evaluate(asked, spread).outcome).toBe(evaluate(asked, setOf(given)).outcome);
      }),
      runs,
    );
  });

  it('nothing is allowed without a statement that allows it', () => {
    fc.assert(
      fc.property(request, world, (asked, given) => {
        const decision = evaluate(asked, setOf(given));
        const by = decision.outcome === 'allowed' ? decision.by : [];
        expect(by.length > 0).toBe(decision.outcome === 'allowed');
      }),
      runs,
    );
  });
});

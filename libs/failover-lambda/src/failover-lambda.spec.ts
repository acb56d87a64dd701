import { defineStack } from '@healthcare-dr/platform';
import { synthesizeStack } from '@healthcare-dr/testing';
import { loadEnvironment, peerOf, ROLES, type Role } from '@healthcare-dr/topology';
import { FailoverLambda } from './failover-lambda';

const tier = 'failover-lambda';
const environment = loadEnvironment('dev');

const synthesize = (role: Role, propsFor = role) =>
  synthesizeStack(
    defineStack({
      role,
      tier,
      build(stack) {
        new FailoverLambda(stack, tier, { role: propsFor });
      },
    }),
    environment,
  );

describe.each(ROLES)('FailoverLambda on the %s side', (role) => {
  it('refuses the props of the other side', () => {
    expect(() => synthesize(role, peerOf(role))).toThrow(`in a stack of the ${role} Region`);
  });
});

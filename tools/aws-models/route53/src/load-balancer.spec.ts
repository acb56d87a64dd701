import { loadBalancerHealth } from './load-balancer';
import { UndocumentedError } from './undocumented-error';
import type { TargetState } from './world';

const health = (...groups: TargetState[][]) =>
  loadBalancerHealth({
    dnsName: 'lb',
    targetGroups: groups.map((targets, index) => ({ name: `group-${index}`, targets })),
  });

it.each<[string, TargetState[][], boolean, RegExp]>([
  ['one healthy target', [['unhealthy', 'healthy']], true, /every target group/],
  [
    'no healthy target',
    [['unhealthy', 'initial']],
    false,
    /no target of group-0 is healthy \(unhealthy, init/,
  ],
  ['an empty group', [[]], false, /target group group-0 is empty/],
  ['an empty group beside a healthy one', [['healthy'], []], false, /group-1 is empty/],
  ['two healthy groups', [['healthy'], ['healthy']], true, /every target group/],
  ['targets that drain', [['draining']], false, /draining/],
  ['targets that nothing checks', [['unavailable', 'unused']], false, /unavailable, unused/],
])('with %s', (_with, groups, healthy, reason) => {
  expect(health(...groups)).toEqual({ healthy, reason: expect.stringMatching(reason) });
});

it('says nothing of a load balancer without target groups', () => {
  expect(() => health()).toThrow(UndocumentedError);
});

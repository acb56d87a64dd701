import { parseHold, parsePolicy, PolicyError } from './policy-parser';
import { POLICY } from '../__fixtures__/world';

const given = (patch: Record<string, unknown>): string => JSON.stringify({ ...POLICY, ...patch });

describe('parsePolicy', () => {
  test('reads a whole policy', () => {
    expect(parsePolicy(JSON.stringify(POLICY))).toEqual(POLICY);
  });

  test.each([[{}], [undefined], [{ minTasks: null, minAcu: null }]])(
    'leaves the capacity as it is with %j',
    (capacity) => {
      expect(parsePolicy(given({ capacity })).capacity).toEqual({ minTasks: undefined, minAcu: undefined });
    },
  );

  test.each<[string, string, RegExp]>([
    ['nothing', '', /The policy is no JSON: it is empty/],
    ['no JSON', '{mode', /The policy is no JSON: \{mode/],
    ['a list', '[]', /The policy must be a JSON object, not \[\]/],
    ['null', 'null', /must be a JSON object, not null/],
    [
      'an unknown field',
      given({ lagBoundSeconds: 900 }),
      /knows no field lagBoundSeconds; it has mode, lagBoundMs/,
    ],
    [
      'an unknown mode',
      given({ mode: 'manual' }),
      /mode must be one of automatic, approval, notify-only, not "manual"/,
    ],
    ['no mode', given({ mode: undefined }), /mode must be one of .*, not nothing/],
    [
      'a confirmation that a short outage of the own network outlasts',
      given({ confirmationMs: 179_999 }),
      /confirmationMs must be whole milliseconds from 180000/,
    ],
    [
      'a failover beside a writer that replicates, at once',
      given({ failoverWhileReplicatingAfterMs: 1 }),
      /failoverWhileReplicatingAfterMs must be whole milliseconds from 180000/,
    ],
    [
      'a bound in seconds',
      given({ lagBoundMs: 900 }),
      /lagBoundMs must be whole milliseconds from 1000 .*15 minutes are 900000.*not 900/,
    ],
    ['a bound of zero', given({ lagBoundMs: 0 }), /lagBoundMs must be/],
    ['a negative bound', given({ lagBoundMs: -1 }), /lagBoundMs must be/],
    ['a fraction', given({ lagBoundMs: 1000.5 }), /lagBoundMs must be whole milliseconds/],
    ['a duration as text', given({ lagMaxAgeMs: '300000' }), /lagMaxAgeMs must be .* not "300000"/],
    ['a missing duration', given({ cooldownMs: undefined }), /cooldownMs must be .* not nothing/],
    ['no confirmation', given({ confirmationMs: 0 }), /confirmationMs must be/],
    ['a confirmation of a day', given({ confirmationMs: 86_400_000 }), /confirmationMs must be/],
    ['no planned lag', given({ plannedLagMs: null }), /plannedLagMs must be .* not null/],
    ['no deadline', given({ operationDeadlineMs: 0 }), /operationDeadlineMs must be/],
    ['no reissue', given({ reissueAfterMs: 0 }), /reissueAfterMs must be/],
    ['no approval', given({ approvalMs: 0 }), /approvalMs must be/],
    [
      'a reissue after the deadline',
      given({ reissueAfterMs: 900_000 }),
      /reissueAfterMs \(900000\) must be less than policy.operationDeadlineMs \(900000\)/,
    ],
    ['a capacity that is none', given({ capacity: 4 }), /capacity must be an object, not 4/],
    ['an unknown capacity', given({ capacity: { maxAcu: 4 } }), /policy.capacity knows no field maxAcu/],
    [
      'half a task',
      given({ capacity: { minTasks: 1.5 } }),
      /capacity.minTasks must be from 0 to 1000 in steps of 1/,
    ],
    [
      'a third of an ACU',
      given({ capacity: { minAcu: 0.7 } }),
      /capacity.minAcu must be from 0.5 to 256 in steps of 0.5/,
    ],
  ])('refuses %s', (_, json, message) => {
    expect(() => parsePolicy(json)).toThrow(PolicyError);
    expect(() => parsePolicy(json)).toThrow(message);
  });

  it('reads a policy that counted signals, and holds it to the rounds that confirm today', () => {
    expect(parsePolicy(given({ quorum: 2, confirmationMs: 60_000 }))).toMatchObject({
      confirmationMs: 180_000,
    });
    expect(parsePolicy(given({ quorum: 3, confirmationMs: 600_000 }))).toMatchObject({
      confirmationMs: 600_000,
    });
    expect(parsePolicy(given({ quorum: 2 }))).not.toHaveProperty('quorum');
  });
});

describe('parseHold', () => {
  test('reads the switch', () => {
    expect(parseHold('{"held":true,"reason":"maintenance"}')).toEqual({ held: true, reason: 'maintenance' });
  });

  test.each<[string, string, RegExp]>([
    ['nothing', '', /The hold switch is no JSON/],
    ['a bare word', 'true', /must be a JSON object, not true/],
    ['a text', '{"held":"false","reason":""}', /hold.held must be true or false, not "false"/],
    ['no reason', '{"held":false}', /hold.reason must be a string, not nothing/],
    ['an unknown field', '{"held":false,"reason":"","until":1}', /knows no field until/],
  ])('refuses %s', (_, json, message) => {
    expect(() => parseHold(json)).toThrow(PolicyError);
    expect(() => parseHold(json)).toThrow(message);
  });
});

import { FilterPattern } from './filter-pattern';

const matches = (pattern: string, event: unknown) => new FilterPattern(pattern).matches(event);

/** The first event of https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html on JSON. */
const EVENT = {
  eventType: 'UpdateTrail',
  sourceIPAddress: '111.111.111.111',
  arrayKey: ['value', 'another value'],
  objectList: [
    { name: 'a', id: 1 },
    { name: 'b', id: 2 },
  ],
  SomeObject: null,
  ThisFlag: true,
};

/** The second. */
const USERS = {
  user: { id: 1, email: 'John.Stiles@example.com' },
  users: [
    { id: 2, email: 'John.Doe@example.com' },
    { id: 3, email: 'Jane.Doe@example.com' },
  ],
  actions: ['GET', 'PUT', 'DELETE'],
  coordinates: [
    [0, 1, 2],
    [4, 5, 6],
    [7, 8, 9],
  ],
};

describe('the documented examples', () => {
  it.each([
    '{ $.eventType = "UpdateTrail" }',
    '{ $.sourceIPAddress != 123.123.* }',
    '{ $.arrayKey[0] = "value" }',
    '{ $.objectList[1].id = 2 }',
    '{ $.SomeObject IS NULL }',
    '{ $.SomeOtherObject NOT EXISTS }',
    '{ $.ThisFlag IS TRUE }',
  ])('%s matches', (pattern) => {
    expect(matches(pattern, EVENT)).toBe(true);
  });

  it.each([
    ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', true],
    ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', false],
    [
      '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }',
      true,
    ],
    [
      '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }',
      false,
    ],
  ])('%s: %s', (pattern, expected) => {
    expect(matches(pattern, USERS)).toBe(expected);
  });

  it.each([
    ['{ $.latency >= 500 }', { latency: 500 }, { latency: 499 }],
    ['{ $.numbers[0] < 10e3 }', { numbers: [9_999] }, { numbers: [10_000] }],
    ['{ $.numbers[0] < 10e-3 }', { numbers: [0.009] }, { numbers: [0.01] }],
    [
      '{ $.processes[0].averageRuntime <= 55.5 }',
      { processes: [{ averageRuntime: 55.5 }] },
      { processes: [{ averageRuntime: 56 }] },
    ],
    ['{ $.errorCode = 400 }', { errorCode: 400 }, { errorCode: 401 }],
    ['{ $.errorCode != 500 }', { errorCode: 400 }, { errorCode: 500 }],
    ['{ $.latency > +1000 }', { latency: 1001 }, { latency: 1000 }],
    [
      '{ ($.eventName = "UpdateTrail") && ($.recipientAccountId = 123456789012) }',
      { eventName: 'UpdateTrail', recipientAccountId: '123456789012' },
      { eventName: 'UpdateTrail', recipientAccountId: '210987654321' },
    ],
  ])('%s', (pattern, match, other) => {
    expect([matches(pattern, match), matches(pattern, other)]).toEqual([true, false]);
  });

  it.each(['{ $.users = 1 }', '{ $.users != 1 }'])('%s does not match an array', (pattern) => {
    expect(matches(pattern, { users: [1, 2, 3] })).toBe(false);
  });
});

it.each([
  ['*Event', 'PutEvent', 'PutEvents'],
  ['Event*', 'EventName', 'AnEvent'],
  ['*Event*', 'PutEvents', 'Put'],
  ['Ev*ent', 'Ev*ent', 'Eventent'],
  ['Event', 'Event', 'event'],
])('%s matches %s and not %s', (text, match, other) => {
  for (const operand of [text, `"${text}"`]) {
    expect(matches(`{ $.name = ${operand} }`, { name: match })).toBe(true);
    expect(matches(`{ $.name = ${operand} }`, { name: other })).toBe(false);
    expect(matches(`{ $.name != ${operand} }`, { name: other })).toBe(true);
  }
});

it.each([
  ['{ $.a IS NULL }', {}],
  ['{ $.a NOT EXISTS }', { a: null }],
  ['{ $.a IS TRUE }', { a: 'true' }],
  ['{ $.a = 1 }', {}],
  ['{ $.a[0] = 1 }', { a: { 0: 1 } }],
  ['{ $.a.b = 1 }', { a: [1] }],
  ['{ $.a = 1 }', 'text'],
])('%s does not match %j', (pattern, event) => {
  expect(matches(pattern, event)).toBe(false);
});

it('knows false, and dashes in names', () => {
  expect(matches('{ $.request-id.is_new IS FALSE }', { 'request-id': { is_new: false } })).toBe(true);
});

it('answers nothing where the documentation does not: != of a field that is not there', () => {
  expect(() => matches('{ $.a != 1 }', {})).toThrow('turns on != of a field that an event does not have');
  expect(matches('{ ($.a != 1) && ($.b = 1) }', { b: 2 })).toBe(false);
  expect(matches('{ ($.a != 1) || ($.b = 1) }', { b: 1 })).toBe(true);
  expect(() => matches('{ ($.a != 1) || ($.b = 1) }', { b: 2 })).toThrow('turns on !=');
});

it('tells which comparisons nothing that matches has tried', () => {
  const pattern = new FilterPattern(
    '{ ($.source = a) && (($.name = "Put*") || ($.name = Delete)) && ($.by != me) }',
  );
  const event = (name: string, source = 'a') => ({ source, name, by: 'you' });

  expect(pattern.untried([event('PutKey'), event('Delete')])).toEqual([]);
  expect(pattern.untried([event('PutKey'), event('Delete', 'b')])).toEqual(['$.name = Delete']);
  expect(pattern.untried([])).toEqual(['$.source = a', '$.name = Put*', '$.name = Delete']);
});

it.each([
  ['ERROR', 'only patterns over JSON'],
  ['[ip, user, ...]', 'only patterns over JSON'],
  ['{ $.a = %regex% }', 'regular expressions are not known'],
  ['{ $.a = }', "'}' stands where a value"],
  ['{ $.a > high }', "'high' is no number"],
  ['{ $.a IS SET }', "'IS SET' is not known"],
  ['{ a = 1 }', "'a' stands where a selector"],
  ['{ $.a = 1', 'ends too early|is missing'],
  ['{ $.a = 1 } x', 'something follows'],
  ['{ ($.a = 1 }', "a ')' is missing"],
  ['{ $.a ( 1 }', "'(' is no operator"],
  ['{ $.a = 1 & $.b = 2 }', 'is not known here'],
])('refuses %s', (pattern, message) => {
  expect(() => new FilterPattern(pattern)).toThrow(new RegExp(message.replace(/[()$.]/g, '\\$&')));
});

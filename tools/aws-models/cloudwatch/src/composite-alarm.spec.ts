import fc from 'fast-check';
import { ALARM_STATES, type AlarmState } from './alarm-state';
import { CompositeRule } from './composite-alarm';

const STATES = new Map<string, AlarmState>([
  ['fine', 'OK'],
  ['loud', 'ALARM'],
  ['silent', 'INSUFFICIENT_DATA'],
]);

const stateBy = (rule: string) => new CompositeRule(rule).evaluate(STATES).state;

it.each<[string, AlarmState]>([
  ['ALARM("loud")', 'ALARM'],
  ['ALARM(loud)', 'ALARM'],
  ['ALARM("fine")', 'OK'],
  ['OK(fine)', 'ALARM'],
  ['INSUFFICIENT_DATA("silent")', 'ALARM'],
  ['INSUFFICIENT_DATA("loud")', 'OK'],
  ['TRUE', 'ALARM'],
  ['FALSE', 'OK'],
  ['NOT ALARM("fine")', 'ALARM'],
  ['ALARM("loud") AND NOT ALARM("fine")', 'ALARM'],
  ['ALARM("fine") OR INSUFFICIENT_DATA("silent")', 'ALARM'],
  ['ALARM("loud") AND ALARM("silent")', 'OK'],
  ['(ALARM(fine) OR ALARM(loud)) AND OK(silent)', 'OK'],
  ['ALARM(fine) OR (ALARM(loud) AND NOT OK(silent))', 'ALARM'],
  ['NOT (ALARM("fine") OR ALARM("loud"))', 'OK'],
  ['  ALARM( "loud" )\nOR FALSE ', 'ALARM'],
  ['ALARM("arn:aws:cloudwatch:eu-west-1:111111111111:alarm:loud")', 'ALARM'],
])('%s: %s', (rule, state) => {
  expect(stateBy(rule)).toBe(state);
});

it('says which alarms it looked at', () => {
  const rule = new CompositeRule('ALARM("loud") OR ALARM("fine") OR INSUFFICIENT_DATA("fine")');
  expect(rule.alarms).toEqual(['loud', 'fine']);
  expect(rule.evaluate(STATES).reason).toBe(`${rule.text}: loud is ALARM, fine is OK`);
});

it('takes a name with spaces and words of its own language, in quotes', () => {
  const states = new Map<string, AlarmState>([['lag AND (load)', 'ALARM']]);
  expect(new CompositeRule('ALARM("lag AND (load)")').evaluate(states).state).toBe('ALARM');
});

it('refuses an alarm that does not exist, by its name', () => {
  expect(() => stateBy('ALARM("loud") OR ALARM("renamed")')).toThrow(
    'The rule looks at renamed, and there are only fine, loud, silent.',
  );
});

it.each([
  ['ALARM("loud") AND OK("fine") OR TRUE', 'mixes AND and OR without parentheses'],
  ['', "'its end' is not expected"],
  ['ALARM', "a '(' is missing"],
  ['ALARM()', 'ALARM names no alarm'],
  ['ALARM("loud"', "a ')' is missing"],
  ['ALARM("loud', 'an open quote'],
  ['ALARM("loud") OK("fine")', "'OK' is not expected"],
  ['alarm("loud")', "'alarm' is not expected; allowed: OK, ALARM"],
  ['(TRUE', "a ')' is missing"],
])('refuses %s', (rule, message) => {
  expect(() => new CompositeRule(rule)).toThrow(message);
});

it('goes off for any of many in a state, and for nothing else', () => {
  const names = ['a', 'b', 'c', 'd'];
  const all = fc.tuple(...names.map(() => fc.constantFrom(...ALARM_STATES)));
  const rule = new CompositeRule(names.map((name) => `ALARM("${name}")`).join(' OR '));
  fc.assert(
    fc.property(all, (states) => {
      const { state } = rule.evaluate(new Map(names.map((name, index) => [name, states[index] ?? 'OK'])));
      expect(state).toBe(states.includes('ALARM') ? 'ALARM' : 'OK');
    }),
  );
});

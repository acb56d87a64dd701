import { readinessAssertion, statusAssertion } from './operator-codes';

const verdict = (id: string, pass: boolean) => ({ id, pass, detail: 'as found' });
const readiness = (...verdicts: object[]) => JSON.stringify({ ready: false, verdicts });

describe('what drctl readiness tells a program', () => {
  it.each([
    ['all that a local AWS can have holds', [verdict('lag', true), verdict('recovery-point', false)], true],
    ['something else does not hold', [verdict('lag', false), verdict('recovery-point', false)], false],
    ['nothing holds', [verdict('recovery-point', false)], false],
  ])('when %s', (_, verdicts, ok) => {
    expect(readinessAssertion(readiness(...verdicts))).toMatchObject({ id: 'operator-told/readiness', ok });
  });

  it('is held to be JSON', () => {
    expect(readinessAssertion('drctl failed').ok).toBe(false);
    expect(statusAssertion('drctl failed').ok).toBe(false);
  });
});

describe('what drctl status tells a program', () => {
  const side = (role: string) => ({
    role,
    region: role,
    answers: true,
    journal: 'readable',
    signals: [],
    alerts: [],
  });
  const report = (changes: object = {}) =>
    JSON.stringify({
      schemaVersion: 1,
      environment: 'dev',
      at: '2026-01-02T03:04:05Z',
      conclusion: { code: 'attention', state: 'attention', waitsFor: 'nobody', line: '' },
      writer: { role: 'primary', region: 'eu-west-2' },
      standby: 'dr',
      clients: { service: 'full' },
      silent: [],
      sides: { primary: side('primary'), dr: side('dr') },
      rows: [],
      ...changes,
    });

  it.each([
    ['the primary writes and both answer', {}, true],
    ['dr writes', { writer: { role: 'dr', region: 'eu-west-1' } }, false],
    ['nobody writes', { writer: undefined }, false],
    ['a Region is silent', { silent: ['eu-west-2'] }, false],
    [
      'an incident is open',
      { conclusion: { code: 'incident-open', state: 'attention', waitsFor: 'controller', line: '' } },
      false,
    ],
  ])('when %s', (_, changes, ok) => {
    expect(statusAssertion(report(changes))).toMatchObject({ id: 'operator-told/status', ok });
  });
});

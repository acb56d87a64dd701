import { describeAlarm, SEVERITIES, severityPrefix } from './severity';

describe('the description of an alarm', () => {
  it.each(SEVERITIES)('begins with the severity %s, as subscriptions expect it', (severity) => {
    const description = describeAlarm(severity, ' The writer is gone. ', 'docs/runbooks/failover.md');
    expect(description).toBe(`[${severity}] The writer is gone. Runbook: docs/runbooks/failover.md`);
    expect(description.startsWith(severityPrefix(severity))).toBe(true);
  });

  it('has a prefix of its own for each severity', () => {
    const [page = '', ticket = ''] = SEVERITIES.map(severityPrefix);
    expect(page.startsWith(ticket) || ticket.startsWith(page)).toBe(false);
  });

  it.each([
    ['no text', ' ', 'docs/runbooks/failover.md', 'An alarm has no text.'],
    ['no runbook', 'The writer is gone.', '', "the text 'The writer is gone.' and no runbook"],
  ])('is refused with %s', (_, text, runbook, message) => {
    expect(() => describeAlarm('page', text, runbook)).toThrow(message);
  });

  it('is as long as CloudWatch takes it, and no longer', () => {
    const fixed = describeAlarm('page', 'x', 'r').length - 1;
    expect(describeAlarm('page', 'x'.repeat(1024 - fixed), 'r')).toHaveLength(1024);
    expect(() => describeAlarm('page', 'x'.repeat(1025 - fixed), 'r')).toThrow(
      /has 1025 characters[^]*at most 1024[^]*runbook/,
    );
  });
});

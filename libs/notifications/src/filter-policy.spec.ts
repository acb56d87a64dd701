import type { Severity } from '@healthcare-dr/notifications/contract';
import { delivers } from './__fixtures__/filter-evaluator';
import { MESSAGES } from './__fixtures__/messages';
import { filterPolicy } from './filter-policy';

const text = (severity: Severity) => {
  const policy = filterPolicy(severity);
  return policy === undefined ? undefined : JSON.stringify(policy);
};

describe.each(MESSAGES)('a message: %s', (_, message, pages) => {
  it(`wakes ${pages ? 'somebody' : 'nobody'} up`, () => {
    expect(delivers(text('page'), message)).toBe(pages);
  });

  it('makes a ticket', () => {
    expect(delivers(text('ticket'), message)).toBe(true);
  });
});

describe('the filter of what pages', () => {
  it('stays within what SNS takes: a choice of two or more, five levels, few combinations', () => {
    const { $or } = filterPolicy('page') ?? { $or: [] };
    expect($or.length).toBeGreaterThanOrEqual(2);
    expect($or.map((branch) => Object.keys(branch))).toEqual([
      ['AlarmDescription'],
      ['severity'],
      ['detail'],
    ]);
  });
});

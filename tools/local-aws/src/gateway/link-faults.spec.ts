import { UserError } from '@healthcare-dr/topology';
import { linkName, LinkFaultTable, parseLink, parseLinkFault } from './link-faults';

describe('a link', () => {
  it('has one name, whichever Region is named first', () => {
    expect(linkName(parseLink('eu-west-2--eu-west-1'))).toBe('eu-west-1--eu-west-2');
    expect(linkName(parseLink('eu-west-1--eu-west-2'))).toBe('eu-west-1--eu-west-2');
  });

  it.each(['eu-west-1', 'eu-west-1--eu-west-1', 'eu-west-1--here', 'eu-west-1--eu-west-2--us-east-1'])(
    'is not %s',
    (name) => {
      expect(() => parseLink(name)).toThrow(UserError);
    },
  );

  it.each([
    [{ kind: 'slow', delayMs: 0 }],
    [{ kind: 'slow', delayMs: 3_600_001 }],
    [{ kind: 'narrow', bytesPerSecond: 0 }],
    [{ kind: 'narrow', delayMs: 5 }],
    [{ kind: 'black-out', mode: 'off' }],
    [{ kind: 'throttle', rate: 1 }],
    ['slow'],
  ])('has no fault %j', (input) => {
    expect(() => parseLinkFault(input)).toThrow(UserError);
  });

  it('has one fault of each kind at most', () => {
    const table = new LinkFaultTable();
    table.set(['eu-west-1', 'eu-west-2'], { kind: 'slow', delayMs: 1 });
    table.set(['eu-west-2', 'eu-west-1'], { kind: 'slow', delayMs: 2 });
    table.set(['eu-west-1', 'eu-west-2'], { kind: 'narrow', bytesPerSecond: 3 });
    expect(table.list()).toEqual([
      { link: 'eu-west-1--eu-west-2', kind: 'slow', delayMs: 2 },
      { link: 'eu-west-1--eu-west-2', kind: 'narrow', bytesPerSecond: 3 },
    ]);
    table.heal(['eu-west-2', 'eu-west-1']);
    expect(table.list()).toEqual([]);
  });
});

import { wrap, wrapCommand } from './wrap';

describe('wrap', () => {
  it('breaks between words, and never within one', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('a arn:aws:rds:eu-west-1:1:cluster:x b', 10)).toEqual([
      'a',
      'arn:aws:rds:eu-west-1:1:cluster:x',
      'b',
    ]);
  });

  it('leaves nothing as one empty line', () => {
    expect(wrap('', 10)).toEqual(['']);
  });
});

describe('wrapCommand', () => {
  it('continues a line so that the whole can be pasted', () => {
    const lines = wrapCommand('npm run drctl -- approve failover-1 --environment prod', 30);
    expect(lines).toEqual(['npm run drctl -- approve \\', '  failover-1 --environment \\', '  prod']);
    expect(lines.join('\n').replaceAll(/ \\\n */g, ' ')).toBe(
      'npm run drctl -- approve failover-1 --environment prod',
    );
  });
});

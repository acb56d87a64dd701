import { prose, wrap, wrapCommand, wrapLines } from './wrap';

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

describe('wrapLines', () => {
  it('continues a line under where its text began, and leaves one that fits as it is', () => {
    expect(wrapLines('  fits:   so', 12)).toBe('  fits:   so');
    expect(wrapLines('failover of prod, as somebody\n  writes now:  the primary Region', 22)).toBe(
      'failover of prod, as\nsomebody\n  writes now:  the\n               primary\n               Region',
    );
    expect(wrapLines('  the controller says: refused', 20)).toBe('  the controller\n  says: refused');
  });
});

describe('prose', () => {
  it('is wrapped for a person alone: a log keeps its lines', () => {
    expect(prose({ interactive: true, columns: 8 }, 'one two three')).toBe('one two\nthree');
    expect(prose({ interactive: false, columns: 8 }, 'one two three')).toBe('one two three');
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

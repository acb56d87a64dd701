import { ConfigurationError } from '../errors';
import { parseYaml } from './yaml-file';

const messageOf = (text: string): string => {
  try {
    parseYaml(text, 'environments/x.yaml');
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'nothing';
};

const BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]',
  'c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]',
  'd: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]',
].join('\n');

describe('a YAML file', () => {
  it.each([
    ['that is no YAML', 'a: [1,\nb: 2\n', /^environments\/x\.yaml:\d:\d is no YAML: /],
    ['with tabs as indentation', 'a:\n\tb: 1\n', /^environments\/x\.yaml:2:\d is no YAML: /],
    ['with a key twice', 'a: 1\nb: 2\na: 3\n', /^environments\/x\.yaml:3:1 gives a key a second time\./],
    ['with a key twice in a map', 'a:\n  b: 1\n  b: 2\n', /^environments\/x\.yaml:3:3 gives a key a second/],
    ['with a second document', 'a: 1\n---\nb: 2\n', /^environments\/x\.yaml:2:1 begins a second document\./],
    ['with an unknown tag', 'a: !secret x\n', /^environments\/x\.yaml:1:4 is no YAML: /],
    ['with an alias of nothing', 'a: *b\n', /^environments\/x\.yaml:1:4 uses the alias \*b, which no anchor/],
    ['with aliases without end', BOMB, /^environments\/x\.yaml:1:1 cannot be read: /],
    ['that is empty', '# nothing\n', /^environments\/x\.yaml:\d:\d is empty\./],
    ['that holds a list', '- a\n', /^environments\/x\.yaml:1:1 holds no map of fields\./],
  ])('%s gives one message with file, line and column', (_what, text, message) => {
    expect(messageOf(text)).toMatch(message);
    expect(messageOf(text)).toMatch(/Allowed: .*\n {2}Fix: /);
  });

  it('may use anchors, aliases and merge keys', () => {
    const { values } = parseYaml('a: &base\n  x: 1\nb:\n  <<: *base\n  y: 2\nc: *base\n', 'x.yaml');
    expect(values).toEqual({ a: { x: 1 }, b: { x: 1, y: 2 }, c: { x: 1 } });
  });

  it('knows where each field stands', () => {
    const { positionOf } = parseYaml('a:\n  b:\n    - x: 1\n      y: 2\n    - x: 3\n', 'x.yaml');
    expect(positionOf(['a', 'b'])).toEqual({ line: 2, column: 3 });
    expect(positionOf(['a', 'b', 0, 'y'])).toEqual({ line: 4, column: 7 });
    expect(positionOf(['a', 'b', 1])).toEqual({ line: 5, column: 7 });
    expect(positionOf(['a', 'c'])).toBeUndefined();
  });
});

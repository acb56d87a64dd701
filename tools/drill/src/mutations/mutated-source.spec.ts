import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { changed, mutatedFunction } from './mutated-source';
import { SOURCE_CHANGES } from './mutations';

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');
const change = { file: 'a.ts', text: 'own', instead: '$&peer' };

describe('a change of the source', () => {
  it('replaces the one place that has the text, literally', () => {
    expect(changed('make(own);', change)).toBe('make($&peer);');
  });

  it.each(['make(other);', 'make(own, own);'])('is refused in %s', (source) => {
    expect(() => changed(source, change)).toThrow(/a\.ts has 'own' [02] times/);
  });

  it.each(Object.entries(SOURCE_CHANGES))('%s can be made in the controller as it is', (_, each) => {
    const path = join(workspaceRoot, 'libs/failover-controller/src', each.file);
    expect(changed(readFileSync(path, 'utf8'), each)).toContain(each.instead);
  });

  it('is in the function that is bundled with it, and in nothing else', async () => {
    const { file, text } = SOURCE_CHANGES.silentMetric;
    const same = await mutatedFunction(workspaceRoot, { file, text, instead: text });
    const other = await mutatedFunction(workspaceRoot, SOURCE_CHANGES.silentMetric);

    expect(Buffer.compare(same, other)).not.toBe(0);
    expect(Buffer.compare(same, await mutatedFunction(workspaceRoot, { file, text, instead: text }))).toBe(0);
  });
});

import { execFileSync } from 'node:child_process';
import { prose } from '@healthcare-dr/cli-kit';
import { FakeTerminal } from '@healthcare-dr/cli-kit/fake-terminal';
import pc from 'picocolors';

/** What asks for colours, or against them, in the environment of a process. */
const COLOURS = `JSON.stringify([process.env.NO_COLOR, process.env.FORCE_COLOR])`;

describe('what specs read', () => {
  it('is plain text, in CI and on a terminal too, also of what they start', () => {
    const given = execFileSync(process.execPath, ['-p', COLOURS], { encoding: 'utf8' });

    expect(JSON.parse(given)).toEqual(['1', null]);
    expect(pc.isColorSupported).toBe(false);
    expect(prose(new FakeTerminal(), pc.red('lost'))).toBe('lost');
  });
});

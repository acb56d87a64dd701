import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where GitHub looks for it in this repository. */
const CODEOWNERS = '.github/CODEOWNERS';

/**
 * Who is asked to review a file, as GitHub reads CODEOWNERS: the last line whose pattern matches counts.
 *
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function ownersOf(codeowners: string, file: string): string[] {
  const matching = codeowners
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/))
    .filter(([pattern = '']) => patternOf(pattern).test(file));
  return matching.at(-1)?.slice(1) ?? [];
}

function patternOf(pattern: string): RegExp {
  const anchored = pattern.replace(/\/$/, '').includes('/');
  const body = pattern
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*|\*|\?/g, (wildcard) => (wildcard === '**' ? '.*' : wildcard === '*' ? '[^/]*' : '[^/]'));
  return new RegExp(`${anchored ? '^' : '(^|/)'}${body}(/|$)`);
}

/** The owner of each stack by name, or `—` where nobody is named. */
export function stackOwners(workspaceRoot: string): (stack: { role: string; tier: string }) => string {
  const text = readFileSync(join(workspaceRoot, CODEOWNERS), 'utf8');
  return ({ role, tier }) => ownersOf(text, `apps/${role}/${tier}/stack.ts`).join(' ') || '—';
}

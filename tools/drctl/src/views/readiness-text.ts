import { MARKS, wrap, type Terminal } from '@healthcare-dr/cli-kit';
import type { Readiness } from '../assess/readiness';

type Verdict = Readiness['verdicts'][number];

/**
 * What an operator reads of the preconditions. On a terminal those that do not hold come last, next to the conclusion, each with what is to
 * be done; elsewhere there is a line for each, and then one for each fix.
 *
 * @param options - whether what is to be done is said
 */
export function readinessText(
  verdicts: readonly Verdict[],
  { interactive, columns }: Pick<Terminal, 'interactive' | 'columns'>,
  { fixes }: { readonly fixes: boolean },
): string {
  const held = verdicts.filter(({ pass }) => pass);
  const failed = verdicts.filter(({ pass }) => !pass);
  if (!interactive)
    return [
      ...verdicts.map(({ pass, title, detail }) => `${MARKS[stateOf(pass)].word} | ${title} | ${detail}`),
      ...(fixes ? failed.map(({ title, fix }) => `Fix "${title}": ${fix ?? ''}`) : []),
    ].join('\n');
  const marked = ({ pass }: Verdict, text: string): string[] =>
    wrap(text, columns - 2).map((line, index) => `${index === 0 ? MARKS[stateOf(pass)].sign : ' '} ${line}`);
  const under = (text: string): string[] => wrap(text, columns - 4).map((line) => `    ${line}`);
  return [
    ...held.flatMap((verdict) => marked(verdict, `${verdict.title}: ${verdict.detail}`)),
    ...failed.flatMap((verdict) => [
      ...marked(verdict, verdict.title),
      ...under(verdict.detail),
      ...(fixes ? under(`Fix: ${verdict.fix ?? ''}`) : []),
    ]),
  ].join('\n');
}

const stateOf = (pass: boolean): 'ok' | 'attention' => (pass ? 'ok' : 'attention');

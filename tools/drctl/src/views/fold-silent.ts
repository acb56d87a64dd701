import type { StatusView } from '../assess/status';

/** One row for all that a silent Region does not tell, first: ten times the same is what nobody reads. */
export function foldSilent(rows: StatusView['rows'], silent: readonly string[]): StatusView['rows'] {
  const folded = silent.map((region): StatusView['rows'][number] => {
    const subjects = rows.filter((row) => isUntold(row, region)).map(({ subject }) => subject);
    return {
      subject: 'Region',
      region,
      state: 'unknown',
      text: `DOES NOT ANSWER; not known of it: ${subjects.join(', ')}`,
    };
  });
  return [...folded, ...rows.filter((row) => !silent.some((region) => isUntold(row, region)))];
}

const isUntold = ({ region, state }: StatusView['rows'][number], silent: string): boolean =>
  region === silent && state === 'unknown';

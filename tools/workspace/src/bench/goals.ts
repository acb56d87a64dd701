/** One measured figure against its goal. */
export interface Figure {
  readonly title: string;
  readonly value: number;
  readonly unit: string;
  /** @default - measured for its own sake */
  readonly goal?: { readonly atLeast: number } | { readonly atMost: number };
  /** What the figure was computed from. */
  readonly from: string;
}

/** Whether the figure meets its goal; `undefined` without one. */
export function meets({ value, goal }: Figure): boolean | undefined {
  if (goal === undefined) return undefined;
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
}

/** A line per figure: what was measured, what was asked for, and what it was computed from. */
export function report(figures: readonly Figure[]): string {
  return figures
    .map((figure) => {
      const { title, value, unit, goal, from } = figure;
      const asked =
        goal === undefined ? '' : 'atLeast' in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
      const verdict = { true: 'met', false: 'MISSED', undefined: '' }[String(meets(figure)) as 'true'] ?? '';
      const measured = `${value.toFixed(value < 10 ? 2 : 1)} ${unit}`.trim();
      return `${title.padEnd(58)} ${measured.padStart(10)}   ${asked.padEnd(12)} ${verdict.padEnd(7)} ${from}`;
    })
    .join('\n');
}

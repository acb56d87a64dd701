/** The value of one period. */
export interface Datapoint {
  readonly value: number;
  /**
   * How many samples it was made from: what tells whether a percentile means anything.
   * @default - not known, which is taken for enough
   */
  readonly samples?: number;
}

/** Periods in a row, the oldest first; `undefined` where one has no data. */
export type Series = readonly (Datapoint | undefined)[];

/** A series of plain values. */
export const series = (...values: readonly (number | undefined)[]): Series =>
  values.map((value) => (value === undefined ? undefined : { value }));

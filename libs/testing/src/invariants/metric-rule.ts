/** How a metric is published. */
export interface MetricRule {
  /** The sets of dimensions it is published under; under any other set nobody ever sees a value. */
  readonly dimensions: readonly (readonly string[])[];
  /** The dimension whose resource says in which Region it is published. @default - the Region of every resource it names */
  readonly publishedWith?: string;
}

/** What the value of a dimension is the name of. */
export interface DimensionRule {
  /** The type of resource. */
  readonly type: string;
  /** Its attribute that the value must be. */
  readonly attribute: string;
}

/** A place where an invariant does not hold, said beforehand. */
export interface DeclaredException {
  /**
   * Where, as a path through a stack's JSON: `resource.aws_rds_global_cluster.*.engine`. `*` stands for one step, and a
   * path covers all that lies under it.
   */
  readonly path: string;
  readonly reason: string;
}

/** A place in a stack where something was found. */
export interface Place {
  readonly path: readonly string[];
  /** What was found, for whoever reads the failure. */
  readonly found: string;
}

/** Whether a declared path covers a place. */
export function covers(declared: string, path: readonly string[]): boolean {
  return declared
    .split('.')
    .every((step, index) => path[index] !== undefined && (step === '*' || step === path[index]));
}

/** What is left once the declared is taken away, and which declarations nothing needed. */
export function weigh(
  places: readonly Place[],
  declared: readonly DeclaredException[],
): { readonly unexplained: Place[]; readonly unused: DeclaredException[] } {
  return {
    unexplained: places.filter(({ path }) => !declared.some((exception) => covers(exception.path, path))),
    unused: declared.filter((exception) => !places.some(({ path }) => covers(exception.path, path))),
  };
}

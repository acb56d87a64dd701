/** An operation and its parameters. */
export interface RestCall {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

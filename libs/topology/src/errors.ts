/** What a {@link UserError} tells its reader. */
export interface UserErrorDetails {
  /** What was given and why it cannot be used, as one sentence. */
  readonly problem: string;
  /**
   * What would have been accepted.
   * @default - left out of the message
   */
  readonly allowed?: string;
  /** What to change, and where. */
  readonly fix: string;
}

/**
 * Bad input from a person: configuration, command line, or a tool that is missing on their machine.
 *
 * Its message is complete (what was given, what is allowed, how to fix it), so command lines print it
 * without a stack trace and exit with {@link UserError.exitCode}.
 */
export class UserError extends Error {
  /** The exit code a command line ends with after printing this error. */
  readonly exitCode: number = 1;

  /** @param details - what to say, or a message that is complete already */
  constructor(details: UserErrorDetails | string) {
    super(typeof details === 'string' ? details : render(details));
    this.name = new.target.name;
  }
}

function render({ problem, allowed, fix }: UserErrorDetails): string {
  return [problem, ...(allowed === undefined ? [] : [`  Allowed: ${allowed}`]), `  Fix:     ${fix}`].join(
    '\n',
  );
}

/** An environment that cannot be deployed as it is configured. */
export class ConfigurationError extends UserError {}

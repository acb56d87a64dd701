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
 * Its message is complete (what was given, what is allowed, how to mend it), so command lines print it
 * without a stack trace and exit with {@link UserError.exitCode}.
 */
export class UserError extends Error {
  /** The exit code a command line ends with after printing this error. */
  readonly exitCode: number = 1;

  constructor(readonly details: UserErrorDetails) {
    const lines = [details.problem];
    if (details.allowed !== undefined) lines.push(`  Allowed: ${details.allowed}`);
    lines.push(`  Fix:     ${details.fix}`);
    super(lines.join('\n'));
    this.name = new.target.name;
  }
}

/** An environment that cannot be deployed as it is configured. */
export class ConfigurationError extends UserError {}

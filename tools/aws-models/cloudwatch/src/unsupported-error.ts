/**
 * Something that this model of CloudWatch does not know, or of which the documentation does not say what CloudWatch makes of it. It
 * answers nothing then: a guess that a test believes is worse than no test.
 */
export class UnsupportedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsupportedError';
  }
}

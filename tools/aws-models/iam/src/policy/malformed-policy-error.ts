/** A document is no policy: AWS refuses it as `MalformedPolicyDocument`. */
export class MalformedPolicyError extends Error {
  /**
   * @param policy - where it stands
   * @param path - the element, such as `Statement[2].Condition`
   * @param problem - what is wrong with it, and what is allowed
   */
  constructor(
    readonly policy: string,
    readonly path: string,
    readonly problem: string,
  ) {
    super(`${policy}: ${path} ${problem}`);
    this.name = 'MalformedPolicyError';
  }
}

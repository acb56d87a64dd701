import { TerraformError } from '@healthcare-dr/terraform';
import { UserError } from '@healthcare-dr/topology';

/**
 * What the AWS SDK for Go makes of an answer that is none of AWS: moto shows a web page for an operation that it lacks. JSON
 * protocols fail on its first character, those with XML on its markup.
 */
// eslint-disable-next-line workspace/no-sentence-matching -- the AWS SDK for Go's
const NO_ANSWER = /deserialization failed, failed to decode response body|XML syntax error|StatusCode: 501/;

/** Which resource one of Terraform's errors is about. */
const SUBJECT = /^\W*with (?:module\.[^,]+\.)?(aws_\w+)\./m;

/** The types of resources that Terraform could not make because the local AWS lacks an operation, in the order of the alphabet. */
export function unplayedTypes(output: string): string[] {
  const errors = output.split(/^\W*Error: /m).slice(1);
  const types = errors
    .filter((error) => NO_ANSWER.test(error))
    .flatMap((error) => SUBJECT.exec(error)?.[1] ?? []);
  return [...new Set(types)].sort();
}

/**
 * Why an apply failed, if it is the local AWS that is to blame; else the error itself.
 *
 * @param stack `<role>-<tier>`
 */
export function explained(error: unknown, stack: string): unknown {
  if (!(error instanceof TerraformError)) return error;
  const types = unplayedTypes(`${error.result.stdout}\n${error.result.stderr}`);
  if (types.length === 0) return error;
  const tier = stack.replace(/^(?:primary|dr)-/, '');
  const explanation = new UserError({
    problem: `The local AWS cannot play ${types.join(', ')} of ${stack}.`,
    allowed:
      'resource types whose operations moto has, or an extension of it in tools/local-aws/python/extensions',
    fix:
      `write such an extension; or leave the tier out of the drill, in apps/primary/${tier}/stack.ts and apps/dr/${tier}/stack.ts: ` +
      `notDrilled: { reason: 'the local AWS cannot play ${types.join(', ')}; …' }.`,
  });
  explanation.cause = error;
  return explanation;
}

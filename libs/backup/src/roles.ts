import type { Construct } from 'constructs';
import { bucketBackupStatements, bucketRestoreStatements } from './bucket-policies';
import {
  backupStatements,
  LOOK,
  LOOK_AT_NETWORK,
  LOOK_SUPPRESSIONS,
  restoreStatements,
  type PolicyProps,
} from './policies';
import { ServiceRole } from './service-role';

/** The role that backs the Region's cluster and data bucket up. */
export const backupRole = (scope: Construct, id: string, props: PolicyProps): ServiceRole =>
  new ServiceRole(scope, id, {
    what: 'backup',
    description: 'Lets AWS Backup back up the Aurora cluster and the data bucket, and copy what it made',
    policies: [
      {
        what: 'look',
        description: 'What AWS Backup reads before it backs up',
        statements: [LOOK],
        suppressions: LOOK_SUPPRESSIONS,
      },
      {
        what: 'cluster',
        description: 'Back up the Aurora cluster, and copy between the vaults',
        statements: backupStatements(props),
      },
      {
        what: 'bucket',
        description: 'Back up the data bucket',
        statements: bucketBackupStatements(props),
      },
    ],
  });

/** The role that restores what was backed up in the Region or copied to it. */
export const restoreRole = (scope: Construct, id: string, props: PolicyProps): ServiceRole =>
  new ServiceRole(scope, id, {
    what: 'restore',
    description: 'Lets AWS Backup restore an Aurora cluster and objects, beside what serves',
    policies: [
      {
        what: 'look',
        description: 'What AWS Backup reads before it restores',
        statements: [LOOK_AT_NETWORK],
      },
      { what: 'cluster', description: 'Restore an Aurora cluster', statements: restoreStatements(props) },
      { what: 'bucket', description: 'Restore objects', statements: bucketRestoreStatements(props) },
    ],
  });

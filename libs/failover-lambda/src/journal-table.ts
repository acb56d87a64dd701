import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { suppress, TierStack } from '@healthcare-dr/platform';
import { Construct } from 'constructs';

/** Props of {@link JournalTable}. */
export interface JournalTableProps {
  readonly name: string;
  readonly kmsKeyArn: string;
}

/** What the controller of a Region remembers: one item with the state and the lease, and one for each line of the history. */
export class JournalTable extends Construct {
  constructor(scope: Construct, id: string, { name, kmsKeyArn }: JournalTableProps) {
    super(scope, id);
    const stack = TierStack.of(this);
    const table = new DynamodbTable(this, 'table', {
      name,
      // The state is small and rarely written; capacity that is bought ahead could be the one thing that throttles a failover.
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'pk',
      rangeKey: 'sk',
      attribute: [
        { name: 'pk', type: 'S' },
        { name: 'sk', type: 'S' },
      ],
      ttl: { enabled: true, attributeName: 'expiresAt' },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn },
      deletionProtectionEnabled: !stack.ephemeral,
      tags: { Name: name },
      ...(stack.ephemeral ? {} : { lifecycle: { preventDestroy: true } }),
    });
    suppress(table, {
      check: 'dynamodb-hardened',
      reason:
        'Its own continuous backup reaches back 35 days. It is in no backup plan besides: the journal holds no patient data, and one ' +
        'that is restored from yesterday would tell the controller of a failover that has long ended.',
      owner: 'resilience',
    });
  }
}

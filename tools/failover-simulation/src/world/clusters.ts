import type { Side } from '../schedule';

/** The global cluster's name. */
export const GLOBAL_CLUSTER_ID = 'healthcare-global-sim';

export const CLUSTER_ARNS: Readonly<Record<Side, string>> = {
  primary: 'arn:aws:rds:eu-west-2:111111111111:cluster:healthcare-dr-sim',
  dr: 'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-dr-sim',
};

export const sideOf = (clusterArn: string): Side => (clusterArn === CLUSTER_ARNS.dr ? 'dr' : 'primary');

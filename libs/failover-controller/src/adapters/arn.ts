/** The ARN of an Aurora cluster. */
export const CLUSTER_ARN = /^arn:aws[\w-]*:rds:[a-z0-9-]+:\d{12}:cluster:[a-z0-9-]+$/;

/** The name of a cluster, the last part of its ARN. Within its Region the name is enough. */
export function clusterNameOf(clusterArn: string): string {
  return clusterArn.slice(clusterArn.lastIndexOf(':') + 1);
}

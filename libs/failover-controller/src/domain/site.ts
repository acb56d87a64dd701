/** Where this controller stands and what it looks after: fixed at deployment, given in the function's environment. */
export interface Site {
  readonly environment: string;
  /** The role its Region was deployed as, whoever writes today. */
  readonly role: 'primary' | 'dr';
  readonly region: string;
  readonly peerRegion: string;
  readonly globalClusterId: string;
  /** The member in the controller's own Region. */
  readonly ownClusterArn: string;
  readonly peerClusterArn: string;
}

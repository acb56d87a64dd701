const USER = { type: 'IAMUser', userName: 'somebody' };

/** A record as CloudTrail writes it, as far as anybody looks at it. */
export const call = (service: string, eventName: string, rest: object = {}) => ({
  eventVersion: '1.11',
  eventType: 'AwsApiCall',
  eventSource: `${service}.amazonaws.com`,
  eventName,
  userIdentity: USER,
  sourceIPAddress: '198.51.100.7',
  recipientAccountId: '111111111111',
  ...rest,
});

/** Records of several calls of a service, which differ in their name alone. */
export const calls = (service: string, ...names: readonly string[]) =>
  names.map((name) => call(service, name));

/** Something that a trail is watched for. */
export interface WatchedRecords {
  /** The end of the name of filter and alarm. */
  readonly what: string;
  readonly counts: readonly object[];
  readonly passesOver: readonly object[];
  /** How many in five minutes are nothing to tell of. @default 0 */
  readonly tolerated?: number;
}

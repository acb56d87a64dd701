import type { AwsError } from './aws-error';
import type { CredentialScope } from './credential-scope';
import type { RequestHead } from './operation';

/** A request that somebody signed, as it is before it is passed on. */
export interface SignedRequest {
  readonly scope: CredentialScope;
  readonly head: RequestHead;
  readonly body: Buffer | undefined;
}

/** What became of a request. */
export interface Authorized {
  /** @default - it may be passed on */
  readonly refusal?: {
    /** The action that is denied; `undefined` if the credentials themselves are refused. */
    readonly action?: string;
    readonly error: AwsError;
  };
}

/** Decides who may do what. */
export interface Authorizer {
  /** Whether whoever signs with this key is held to policies: then the body is read before anything is passed on. */
  concerns(accessKeyId: string | undefined): boolean;
  /** The ARN of the session that signs with this key; `undefined` if there is none. Asked of every request, also one that comes to nothing. */
  callerOf(accessKeyId: string): Promise<string | undefined>;
  authorize(request: SignedRequest): Promise<Authorized>;
  /** Takes note of a request that was answered, whoever signed it: what is known of policies may be old now. */
  answered(request: Pick<SignedRequest, 'scope' | 'head'>): void;
}

/** What is refused whoever asks. */
export interface Rules {
  /** Whether requests to a target (`x-amz-target`) are looked at: then the body is read before anything is passed on. */
  concerns(target: unknown): boolean;
  refusalOf(request: SignedRequest): Promise<AwsError | undefined>;
}

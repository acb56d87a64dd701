import type { Audit } from '../audit';
import type { Provenance } from './provenance';

/** What is put before an auditor: what was found, of what, and when. */
export interface Evidence {
  readonly audit: Audit;
  readonly provenance: Provenance;
}

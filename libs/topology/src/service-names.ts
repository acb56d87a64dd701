import type { Role } from './roles';
import type { Environment } from './schema';

/** The names under which the service is reached. */
export interface ServiceNames {
  /** The name its users know: `<label>.<domain>`, the label being `app` unless configured. It leads to whichever Region serves. */
  readonly service: string;
  /** The name of one Region's load balancer, whoever serves: `<region>.<label>.<domain>`. */
  readonly regional: Readonly<Record<Role, string>>;
  /** The TXT record that says what Route 53's checkers find of one Region: `witness-<region>.<label>.<domain>`. */
  readonly witness: Readonly<Record<Role, string>>;
}

/** The service's names in an environment; records, certificates and health checks take them from here. */
export function serviceNames({ dns, primary, dr }: Pick<Environment, 'dns' | Role>): ServiceNames {
  const service = `${dns.recordLabel}.${dns.domainName}`;
  return {
    service,
    regional: { primary: `${primary.region}.${service}`, dr: `${dr.region}.${service}` },
    witness: { primary: `witness-${primary.region}.${service}`, dr: `witness-${dr.region}.${service}` },
  };
}

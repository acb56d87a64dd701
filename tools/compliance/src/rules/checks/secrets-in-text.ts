/** Names that promise a secret, unless they name where one is kept. */
const SECRET_NAME = /password|passwd|secret|token|api_?key|private_?key|credential/i;
const REFERENCE_NAME = /(?:_arn|_name|_id|_path|_parameter|Arn|Name|Id)$/i;

/** Shapes of credentials: AWS access keys, private keys, common providers' tokens. */
const SECRET_VALUE =
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bghp_[A-Za-z0-9]{36}\b|\bxox[abp]-[A-Za-z0-9-]{10,}/;

/** Whether a variable of this name and value holds a secret in plain text rather than the place where one is kept. */
export function holdsSecret(name: string, value: string): boolean {
  if (SECRET_VALUE.test(value)) return true;
  return SECRET_NAME.test(name) && !REFERENCE_NAME.test(name) && !value.startsWith('arn:');
}

import { unzipSync } from 'fflate';

/**
 * The fields that hold a secret in a state or a plan of Terraform, whatever the resource: the arguments of passwords and secrets,
 * write-only ones among them, and what ephemeral resources give out.
 */
const SECRET_FIELDS = new Set([
  'master_password',
  'master_password_wo',
  'secret_string',
  'secret_string_wo',
  'secret_binary',
  'random_password',
]);

/** A password of fewer characters would be found by chance. */
const LEAST_LENGTH = 8;

/** A text in the forms it takes on its way into a file: as it is, in JSON, in JSON as Go writes it, in a URL, in base64. */
function formsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inGoJson = inJson.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
  // Within a longer text, base64 depends on where the secret begins: the middle is the same for each of three places.
  const inBase64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]).toString('base64');
    return encoded.slice(offset === 0 ? 0 : 4, -4);
  });
  return [...new Set([secret, inJson, inGoJson, encodeURIComponent(secret), ...inBase64])];
}

/**
 * Where one of the secrets stands in a text, in words that do not repeat it.
 *
 * @throws Error if a secret is too short to look for
 */
export function secretsIn(text: string, secrets: readonly string[]): string[] {
  return secrets.flatMap((secret, index) => {
    if (secret.length < LEAST_LENGTH) throw new Error('A secret is too short to be looked for.');
    const position = formsOf(secret)
      .map((form) => text.indexOf(form))
      .find((found) => found >= 0);
    return position === undefined
      ? []
      : [`secret ${index + 1} of ${secrets.length} at character ${position}`];
  });
}

/** The paths in JSON at which a field that is made for a secret holds a text. */
export function filledSecretFields(json: unknown, path = ''): string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => {
    const here = path === '' ? key : `${path}.${key}`;
    return SECRET_FIELDS.has(key) && typeof value === 'string' && value !== ''
      ? [here]
      : filledSecretFields(value, here);
  });
}

/** The texts in a saved plan, which is a zip archive: plan, state before and after it, configuration. */
export function textsOfPlan(planFile: Uint8Array): { readonly name: string; readonly text: string }[] {
  return Object.entries(unzipSync(planFile)).map(([name, bytes]) => ({
    name,
    text: Buffer.from(bytes).toString('latin1'),
  }));
}

/** The addresses of the resources in a state that were given something by a write-only argument. */
export function writeOnlyResources(
  resources: readonly { readonly address: string; readonly values: Readonly<Record<string, unknown>> }[],
): string[] {
  return resources
    .filter(({ values }) =>
      Object.entries(values).some(([key, value]) => key.endsWith('_wo_version') && typeof value === 'number'),
    )
    .map(({ address }) => address);
}

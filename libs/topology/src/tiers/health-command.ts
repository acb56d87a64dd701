/** What a health command is judged by. */
export interface HealthCommandSubject {
  readonly image: string;
  readonly port: number;
  readonly healthPath: string;
  /** @default - `healthPath` */
  readonly livenessPath?: string | undefined;
  readonly healthCommand: readonly string[];
}

/** Programs that fetch or connect: the ones a minimal image is most often without. */
const TOOLS = ['curl', 'wget', 'nc', 'bash'] as const;

type Tool = (typeof TOOLS)[number] | 'sh';

/** Images of which it is known that they lack programs, by their name; the first that matches decides. */
const LACKING: readonly { readonly image: RegExp; readonly lacks: readonly Tool[]; readonly what: string }[] =
  [
    {
      image: /distroless|chainguard|\/static(?:[:@]|$)|[-:]scratch/,
      lacks: ['sh', 'bash', 'curl', 'wget', 'nc'],
      what: 'a distroless image',
    },
    // The Dockerfile of nginx on Alpine Linux adds curl; its slim variant does not.
    { image: /\/nginx[\w-]*:(?!.*slim)[^/]*alpine/, lacks: ['bash'], what: 'nginx on Alpine Linux' },
    { image: /:[^/]*alpine/, lacks: ['curl', 'bash'], what: 'an image on Alpine Linux' },
    { image: /:[^/]*slim/, lacks: ['curl', 'wget', 'nc'], what: 'a slim Debian image' },
    { image: /\/busybox[:@]/, lacks: ['curl', 'bash'], what: 'BusyBox' },
  ];

/** The address that a command asks: scheme, host, port and path, as far as they stand there. */
const ADDRESS =
  /(?:(?<scheme>https?):\/\/(?<host>\[[^\]\s]+\]|[^\s/:'"]+)|(?<![\w.])(?<local>localhost|127\.0\.0\.1|\[::1\]))(?::(?<port>\d+))?(?<path>\/[^\s'"|;&)]*)?/g;

/** `nc -z localhost 8080`, with options in any place. */
const CONNECT = /\bnc\b[^|;&]*?\s(?:localhost|127\.0\.0\.1|::1)\s+(?<port>\d+)/;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const SHELLS = new Set(['CMD', 'CMD-SHELL']);

/**
 * What is wrong with a health command, in the light of the container it is to be run in; `undefined` if nothing is. A command
 * that names neither address nor tool, such as a program of the image's own, cannot be judged and passes.
 */
export function healthCommandProblem(subject: HealthCommandSubject): string | undefined {
  const { healthCommand } = subject;
  const [form = '', ...rest] = healthCommand;
  const shown = JSON.stringify(healthCommand);
  if (!SHELLS.has(form)) {
    return `is ${shown}; allowed: CMD and arguments, or CMD-SHELL and one line`;
  }
  if (form === 'CMD-SHELL' && rest.length !== 1) {
    return `is ${shown}; allowed: one line after CMD-SHELL, or CMD and arguments`;
  }
  const text = rest.join(' ');
  return toolProblem(subject, form, text) ?? addressProblem(subject, text);
}

function toolProblem({ image }: HealthCommandSubject, form: string, text: string): string | undefined {
  const known = LACKING.find((candidate) => candidate.image.test(image));
  if (known === undefined) return undefined;
  const used: Tool[] = [
    ...(form === 'CMD-SHELL' || /(?:^|\/)sh\s/.test(text) ? (['sh'] as const) : []),
    ...TOOLS.filter((tool) => new RegExp(`(?:^|[\\s/|;&(])${tool}(?=\\s|$)`).test(text)),
  ];
  const missing = used.filter((tool) => known.lacks.includes(tool));
  return missing.length === 0
    ? undefined
    : `calls ${missing.join(', ')}, and '${image}' is ${known.what}, which has none; allowed: a program that the image contains`;
}

function addressProblem(
  { port, healthPath, livenessPath }: HealthCommandSubject,
  text: string,
): string | undefined {
  const [setting, expected] =
    livenessPath === undefined ? ['healthPath', healthPath] : ['livenessPath', livenessPath];
  const connected = CONNECT.exec(text)?.groups?.['port'];
  if (connected !== undefined && Number(connected) !== port) return otherPort(connected, port);
  for (const { groups = {} } of text.matchAll(ADDRESS)) {
    const { scheme, host, local, port: asked, path = '/' } = groups;
    const name = host ?? local ?? '';
    if (scheme !== 'https' && !(scheme === undefined && connected !== undefined)) {
      return `asks without TLS, and the load balancer speaks TLS to the container; allowed: https://127.0.0.1:${port}${expected}, without verification of its certificate`;
    }
    if (!LOOPBACK.has(name)) {
      return `asks ${name}, which is not the container itself; allowed: https://127.0.0.1:${port}${expected}`;
    }
    if (connected !== undefined && asked === undefined) continue;
    if (Number(asked ?? 443) !== port) return otherPort(asked ?? '443', port);
    if (path !== expected) {
      return `asks ${path}, and ${setting} is ${expected}; allowed: https://127.0.0.1:${port}${expected}, or livenessPath: ${path}`;
    }
  }
  return undefined;
}

const otherPort = (asked: string, port: number) =>
  `asks port ${asked}, and the container listens on ${port}; allowed: https://127.0.0.1:${port}, or the port corrected`;

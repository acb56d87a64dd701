import { DATABASE_CA_FILE } from './container';

/**
 * `python:3.13-slim-bookworm`, by digest: what runs today runs tomorrow. Debian's `ca-certificates`, which the image has, brings
 * the `openssl` that makes the certificate.
 */
const IMAGE =
  'public.ecr.aws/docker/library/python@sha256:01f42367a0a94ad4bc17111776fd66e3500c1d87c15bbd6055b7371d39c124fb';

const PORT = 8443;

/** Where AWS keeps the certificates of RDS, for all Regions. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html */
const RDS_BUNDLE = 'https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem';

/**
 * What the container runs. `serve` answers the health paths over TLS, with a key and a certificate that it makes at its start
 * and keeps in memory: nothing on disk, and no private key in an image or a task definition. `migrate` has no schema to make;
 * it shows that a task reaches the database and that the database's certificate is genuine, and signs in to nothing.
 */
const PROGRAM = `
import http.server, os, socket, ssl, struct, subprocess, sys, urllib.request

def serve():
    pair = subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
        '-days', '397', '-subj', '/CN=service', '-keyout', '-', '-out', '-'], check=True, capture_output=True).stdout
    memory = os.memfd_create('certificate')
    os.write(memory, pair)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain('/proc/self/fd/%d' % memory)

    class Handler(http.server.BaseHTTPRequestHandler):
        timeout = 10
        protocol_version = 'HTTP/1.1'

        def do_GET(self):
            found = self.path in ('/livez', '/healthz', '/readyz')
            self.send_response(200 if found else 404)
            self.send_header('Content-Length', '0')
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(('', int(os.environ['PORT'])), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    print('listening with TLS on port %d' % server.server_port, flush=True)
    server.serve_forever()

def migrate():
    host, port, file = os.environ['DATABASE_HOST'], int(os.environ['DATABASE_PORT']), os.environ['DATABASE_CA_FILE']
    if os.path.exists(file):
        context = ssl.create_default_context(cafile=file)
    else:
        bundle = urllib.request.urlopen('${RDS_BUNDLE}', timeout=10).read().decode()
        context = ssl.create_default_context(cadata=bundle)
    with socket.create_connection((host, port), 10) as plain:
        plain.sendall(struct.pack('!ii', 8, 80877103))
        if plain.recv(1) != b'S':
            sys.exit('the database at %s speaks no TLS' % host)
        with context.wrap_socket(plain, server_hostname=host) as secure:
            print('verified %s with %s' % (host, secure.version()))

{'serve': serve, 'migrate': migrate}[sys.argv[1]]()
`;

const LIVENESS = [
  'import ssl, urllib.request as u',
  `u.urlopen('https://127.0.0.1:${PORT}/livez', context=ssl._create_unverified_context(), timeout=4)`,
].join('; ');

/** What runs until there is a service: Python alone, as nobody, on a root file system that is read-only. */
export const DEFAULT_CONTAINER = {
  image: IMAGE,
  port: PORT,
  livenessPath: '/livez',
  healthPath: '/healthz',
  endpointPath: '/readyz',
  healthCommand: ['CMD', 'python', '-c', LIVENESS],
  command: ['python', '-c', PROGRAM, 'serve'],
  migrationCommand: ['python', '-c', PROGRAM, 'migrate'],
  databaseCaFile: DATABASE_CA_FILE,
  user: '65534:65534',
  writablePaths: [],
  environment: {},
};

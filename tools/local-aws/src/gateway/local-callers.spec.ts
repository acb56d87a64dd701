import { foreignCaller } from './local-callers';

describe('a request to the gateway', () => {
  it.each([
    [{ host: '127.0.0.1:4566' }],
    [{ host: 'localhost:4566' }],
    [{ host: '[::1]:4566' }],
    [{ host: 'bucket.localhost:4566' }],
    [{ host: '127.0.0.1:4566', origin: 'http://localhost:3000' }],
    [{ host: '127.0.0.1:4566', 'sec-fetch-site': 'none' }],
  ])('is one of this machine with %j', (headers) => {
    expect(foreignCaller(headers)).toBeUndefined();
  });

  it.each([
    ['no name', {}, "host ''"],
    ['a name of its own that leads here', { host: 'rebound.example:4566' }, 'rebound.example'],
    ['a name that begins like this machine', { host: '127.0.0.1.example:4566' }, '127.0.0.1.example'],
    ['another address', { host: '10.0.0.1:4566' }, '10.0.0.1'],
    ['a page of the web', { host: '127.0.0.1:4566', origin: 'https://site.example' }, 'site.example'],
    ['a page without an origin', { host: '127.0.0.1:4566', origin: 'null' }, "origin 'null'"],
    ['a form of another site', { host: '127.0.0.1:4566', 'sec-fetch-site': 'cross-site' }, 'cross-site'],
  ])('is none of this machine with %s', (_, headers, reason) => {
    expect(foreignCaller(headers)).toContain(reason);
  });
});

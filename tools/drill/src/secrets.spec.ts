import { secretValuesOf } from './secrets';

describe('what of a secret is secret', () => {
  it('is every field but those that say where and as whom to sign in', () => {
    const text = JSON.stringify({
      username: 'clusteradmin',
      password: 'a-password',
      engine: 'postgres',
      host: 'database.example',
      port: 5432,
      dbname: 'healthcare',
      token: 'a-token',
    });
    expect(secretValuesOf(text)).toEqual(['a-password', 'a-token']);
  });

  it('is all of a text that is no object', () => {
    expect(secretValuesOf('a bare password')).toEqual(['a bare password']);
    expect(secretValuesOf('12345678')).toEqual(['12345678']);
  });
});

import { existingEnvironments, loadEnvironment } from '@healthcare-dr/topology/loading';
import { chosenFolder } from './tested-environments';

const folder = chosenFolder();

describe(`the environments of ${folder.label}`, () => {
  const suffixes = existingEnvironments(folder).map(({ suffix }) => suffix);

  it('are one or more', () => {
    expect(suffixes).not.toEqual([]);
  });

  it.each(suffixes)('%s can be used', (suffix) => {
    expect(() => loadEnvironment(suffix, folder)).not.toThrow();
  });
});

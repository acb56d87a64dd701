import { terraformEnvironment } from './terraform-environment';

describe('terraformEnvironment', () => {
  it('takes a TF_CLI_CONFIG_FILE that names a missing file away', () => {
    expect(terraformEnvironment({ TF_CLI_CONFIG_FILE: '/nowhere/.terraformrc' })).toHaveProperty(
      'TF_CLI_CONFIG_FILE',
      undefined,
    );
  });

  it('keeps one that exists', () => {
    expect(terraformEnvironment({ TF_CLI_CONFIG_FILE: __filename })).toHaveProperty(
      'TF_CLI_CONFIG_FILE',
      __filename,
    );
  });

  it('asks no questions and calls nobody', () => {
    expect(terraformEnvironment({ PATH: '/bin' })).toMatchObject({
      PATH: '/bin',
      TF_INPUT: '0',
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
    });
  });
});

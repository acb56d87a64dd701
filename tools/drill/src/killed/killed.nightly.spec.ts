import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { KILLS, MOMENTS, NOTHING, StartedDrill } from './__fixtures__/started-drill';

jest.setTimeout(45 * 60_000);

describeWithMoto('a drill that is killed', () => {
  let drill: StartedDrill | undefined;

  afterEach(() => drill?.clear());

  describe.each([
    ['while Terraform applies to databases that live', MOMENTS.applying],
    ['while the service answers and Terraform plans in the dark', MOMENTS.serving],
  ])('%s', (_, moment) => {
    it.each(KILLS)('leaves nothing after $what', async ({ command, kill, exitCode }) => {
      drill = new StartedDrill(command);
      await drill.untilAlive(moment);

      await kill(drill);

      await expect(drill.ended()).resolves.toBe(exitCode);
      await expect(drill.leftovers()).resolves.toEqual(NOTHING);
    });
  });
});

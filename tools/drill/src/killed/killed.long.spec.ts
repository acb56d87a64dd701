import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { KILLS, MOMENTS, NOTHING, StartedDrill } from './__fixtures__/started-drill';

jest.setTimeout(25 * 60_000);

describeWithMoto('a drill that is killed while Terraform applies to databases that live', () => {
  let drill: StartedDrill | undefined;

  afterEach(() => drill?.clear());

  it.each(KILLS)('leaves nothing after $what', async ({ command, kill, exitCode }) => {
    drill = new StartedDrill(command);
    await drill.untilAlive(MOMENTS.applying);

    await kill(drill);

    await expect(drill.ended()).resolves.toBe(exitCode);
    await expect(drill.leftovers()).resolves.toEqual(NOTHING);
  });
});

import fc from 'fast-check';
import { describeWithPostgres } from './__fixtures__/describe-with-postgres';
import { type Circumstances, ForgetfulPromotion, LossExperiment } from './__fixtures__/loss';
import { arnOf, DR, Pair, pairState } from './__fixtures__/pair';

/** How many losses are played: more of them by `DATABASE_RUNS=100`. */
const RUNS = Number(process.env['DATABASE_RUNS'] ?? 3);

jest.setTimeout(60_000 + RUNS * 20_000);

const circumstances = fc.record({
  writingMs: fc.integer({ min: 50, max: 600 }),
  linkDelayMs: fc.integer({ min: 0, max: 400 }),
  mode: fc.constantFrom('reset' as const, 'hang' as const),
});

/** How often at most is played what is to be seen at least once: on a busy machine a client may have written nothing at the moment of a loss. */
const TRIES = 5;

/** The first loss of some that is one, or the last that is none. */
async function firstLoss(play: () => Promise<number>): Promise<number> {
  for (let tries = 1; tries < TRIES; tries += 1) {
    const loss = await play();
    if (loss > 0) return loss;
  }
  return play();
}

/** Shrinking would play it over and over: what fails is told as it was. */
const settings = { numRuns: RUNS, endOnFailure: true };

describeWithPostgres('what is lost', () => {
  let pair: Pair;
  const forgetful = new ForgetfulPromotion();
  let experiment: LossExperiment;

  beforeAll(async () => {
    pair = await Pair.open({ steps: { promote: forgetful.promote } });
    await pair.databases.apply(pairState());
    experiment = new LossExperiment(pair);
    await experiment.prepare();
  });
  afterAll(() => pair.close());

  it('in a failover is no older than was measured before it, for any moment and any delay of the link', async () => {
    const seen = { acknowledged: 0, missing: 0, writtenInTheDark: 0 };
    const lose = async (given: Circumstances) => {
      const loss = await experiment.loseWriter(given);
      expect(loss).toMatchObject({ beyondStatedMs: 0, neverSent: 0 });
      seen.acknowledged += loss.acknowledged;
      seen.missing += loss.missing;
      seen.writtenInTheDark += loss.writtenInTheDark;
      return loss.missing;
    };
    await fc.assert(
      fc.asyncProperty(circumstances, async (given) => void (await lose(given))),
      settings,
    );
    const missing = await firstLoss(() => lose({ writingMs: 300, linkDelayMs: 300, mode: 'reset' }));
    expect(missing).toBeGreaterThan(0);
    expect(seen.acknowledged).toBeGreaterThan(seen.missing);
    expect(seen.writtenInTheDark).toBeGreaterThan(0);
  });

  it('is nothing in a switchover, for any delay of the link', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 300 }), async (linkDelayMs) => {
        await expect(experiment.moveWriter(linkDelayMs)).resolves.toBe(0);
      }),
      settings,
    );
  });

  it('is seen to be older than was measured when what is promoted is older', async () => {
    const beyond = await firstLoss(async () => {
      const target = pair.databases.cluster(arnOf(DR));
      if (target === undefined) throw new Error('there is no target');
      await forgetful.remember(target);
      const loss = await experiment.loseWriter({ writingMs: 300, linkDelayMs: 0, mode: 'reset' });
      return loss.beyondStatedMs;
    });

    expect(beyond).toBeGreaterThan(0);
  });

  it('is seen in a switchover that does not wait for its target', async () => {
    const hasty = await Pair.open({ steps: { caughtUp: () => Promise.resolve(true) } });
    try {
      await hasty.databases.apply(pairState());
      const mutant = new LossExperiment(hasty);
      await mutant.prepare();
      expect(await firstLoss(() => mutant.moveWriter(0, true))).toBeGreaterThan(0);
    } finally {
      await hasty.close();
    }
  });
});

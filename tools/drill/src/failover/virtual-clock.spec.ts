import { VirtualClock } from './virtual-clock';

describe('the virtual clock', () => {
  let real: number;
  let clock: VirtualClock;

  beforeEach(() => {
    real = 50_000;
    clock = new VirtualClock(1_000, () => real);
  });

  it('flows as real time does', () => {
    real += 300;
    expect(clock.now()).toBe(1_300);
    expect(clock.offsetMs).toBe(1_300 - real);
  });

  it('is put forward, and never back', () => {
    clock.advanceTo(61_000);
    expect(clock.now()).toBe(61_000);
    clock.advanceTo(5);
    expect(clock.now()).toBe(61_000);
  });

  it('stands still while it is stopped, and goes on from there', () => {
    clock.stop();
    real += 1_000_000;
    expect(clock.now()).toBe(1_000);
    clock.resume();
    real += 10;
    expect(clock.now()).toBe(1_010);
  });
});

/** One time for the whole of an orderly end. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { beginDrain } from '../../src/drain.ts';

describe('a drain', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const never = () => new Promise<void>(() => {});

  it('waits for what ends, and goes on at once', async () => {
    const drain = beginDrain(1_000);
    await drain(Promise.resolve());
    await drain(Promise.reject(new Error('it failed')));
    expect(performance.now()).toBe(0);
  });

  it('gives what does not end no more than its own time, and all of it no more than the whole', async () => {
    const drain = beginDrain(1_000);
    const order: string[] = [];
    const ending = drain(never(), 700)
      .then(() => order.push(`first at ${performance.now()}`))
      .then(() => drain(never(), 700))
      .then(() => order.push(`second at ${performance.now()}`))
      .then(() => drain(never()))
      .then(() => order.push(`third at ${performance.now()}`));
    await vi.advanceTimersByTimeAsync(5_000);
    await ending;
    // A timer of 0 ms fires after 1.
    expect(order).toEqual(['first at 700', 'second at 1000', 'third at 1001']);
  });
});

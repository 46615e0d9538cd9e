/** Nothing the shopper wrote is lost, sent twice under two names, or out of order. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallFailed } from '../../web-widget/wire/direct-line.ts';
import { Outbox, type Outgoing } from '../../web-widget/wire/outbox.ts';

const outgoing = (clientId: string): Outgoing => ({
  clientId,
  activity: {},
  files: [],
  at: 0,
  delivery: 'waiting',
});

/** An outbox before a server that answers each attempt with the next of `answers`, then always well. */
function outboxBefore(answers: (number | 'lost')[]) {
  const attempts: string[] = [];
  const states = new Map<string, string>();
  const locked = vi.fn();
  const outbox = new Outbox({
    async send({ clientId }) {
      attempts.push(clientId);
      const answer = answers.shift();
      if (answer === undefined) return `id-${clientId}`;
      throw new CallFailed(answer === 'lost' ? 0 : answer, 'Fault');
    },
    changed: ({ clientId, delivery, problem }) =>
      states.set(clientId, problem ? `${delivery}: ${problem}` : delivery),
    taken: ({ clientId }) => states.set(clientId, 'taken'),
    locked,
    random: () => 0,
  });
  return { outbox, attempts, states, locked };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the outbox', () => {
  it('waits for the connection, then sends in order', async () => {
    const { outbox, attempts, states } = outboxBefore([]);
    for (const id of ['a', 'b', 'c']) outbox.add(outgoing(id));
    expect(attempts).toEqual([]);
    expect(outbox.waiting).toBe(3);
    outbox.resume();
    await vi.runAllTimersAsync();
    expect(attempts).toEqual(['a', 'b', 'c']);
    expect([...states.values()]).toEqual(['taken', 'taken', 'taken']);
  });

  it.each(['lost', 408, 429, 500, 503] as const)(
    'tries again after %s, later messages behind it',
    async (fault) => {
      const { outbox, attempts, states } = outboxBefore([fault, fault]);
      outbox.resume();
      outbox.add(outgoing('a'));
      outbox.add(outgoing('b'));
      await vi.runAllTimersAsync();
      expect(attempts).toEqual(['a', 'a', 'a', 'b']);
      expect(states.get('a')).toBe('taken');
    },
  );

  it.each([
    [400, 'failed: refused'],
    [413, 'failed: tooLarge'],
    [415, 'failed: fileType'],
  ] as const)('gives up after %s, says why, and goes on with the next', async (status, state) => {
    const { outbox, attempts, states } = outboxBefore([status]);
    outbox.resume();
    outbox.add(outgoing('a'));
    outbox.add(outgoing('b'));
    await vi.runAllTimersAsync();
    expect(states.get('a')).toBe(state);
    expect(states.get('b')).toBe('taken');
    outbox.retry('a');
    await vi.runAllTimersAsync();
    expect(attempts).toEqual(['a', 'b', 'a']);
    expect(states.get('a')).toBe('taken');
  });

  it('doubts the session once for a message, then the message', async () => {
    const { outbox, states, locked } = outboxBefore([403, 403]);
    outbox.resume();
    outbox.add(outgoing('a'));
    await vi.runAllTimersAsync();
    expect(locked).toHaveBeenCalledTimes(1);
    expect(states.get('a')).toBe('waiting');
    outbox.resume();
    await vi.runAllTimersAsync();
    expect(locked).toHaveBeenCalledTimes(1);
    expect(states.get('a')).toBe('failed: refused');
  });

  it('does not send again what the echo shows to have arrived', async () => {
    const { outbox, attempts } = outboxBefore(['lost']);
    outbox.resume();
    outbox.add(outgoing('a'));
    await vi.advanceTimersByTimeAsync(10);
    outbox.settle('a');
    await vi.runAllTimersAsync();
    expect(attempts).toEqual(['a']);
  });
});

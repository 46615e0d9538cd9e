/** Which clock runs for a chat and when it ends: the next one of first reply, next reply and resolution, in open time. */
import { describe, expect, it } from 'vitest';
import { addOpenTime, slaClock, type Timed } from '../../src/desk/sla.ts';
import type { OpeningHours } from '../../src/knowledge/index.ts';

const minute = 60_000;
const at = (time: string) => Date.parse(`2026-11-${time}Z`);
/** Monday to Friday in two windows, in UTC; closed on Wednesday the 25th. */
const hours: OpeningHours = {
  timeZone: 'UTC',
  week: Array.from({ length: 7 }, (_, day) =>
    day < 5
      ? [
          { from: 9 * 60, to: 12 * 60 },
          { from: 13 * 60, to: 17 * 60 },
        ]
      : [],
  ),
  specialDays: [{ date: '2026-11-25', windows: [] }],
};
const sla = {
  firstReplyMinutes: 10,
  nextReplyMinutes: 20,
  resolutionMinutes: 240,
  warnAtPercent: 80,
  messageDueHours: 48,
  escalate: 'priority' as const,
};
const opened = at('23T11:55:00');
const chat = (more: Partial<Timed> = {}): Timed => ({
  kind: 'chat',
  openedAt: opened,
  firstReplyAt: null,
  waitingSince: opened,
  closedAt: null,
  dueAt: null,
  ...more,
});
const clockOf = (timed: Timed, now: number) => slaClock(timed, sla, hours, now);

describe('the clocks of a chat', () => {
  it('stand still over lunch: five minutes before it and five after', () => {
    const dueAt = at('23T13:05:00');
    expect(clockOf(chat(), opened)).toEqual({ kind: 'firstReply', dueAt, state: 'running' });
    expect(clockOf(chat(), dueAt)?.state).toBe('broken');
  });

  it('go on to the next reply while one is owed, and then to the resolution', () => {
    const replied = { firstReplyAt: opened + minute };
    const asked = chat({ ...replied, waitingSince: at('23T16:50:00') });
    // Ten minutes until closing on Monday, ten more on Tuesday morning.
    expect(clockOf(asked, at('23T16:51:00'))).toMatchObject({
      kind: 'resolution',
      dueAt: at('23T16:55:00'),
    });
    const patient = { ...sla, resolutionMinutes: null };
    expect(slaClock(asked, patient, hours, at('23T16:51:00'))).toEqual({
      kind: 'nextReply',
      dueAt: at('24T09:10:00'),
      state: 'running',
    });
    expect(clockOf(chat({ ...replied, waitingSince: null }), at('23T14:00:00'))).toMatchObject({
      kind: 'resolution',
      dueAt: at('23T16:55:00'),
    });
    expect(slaClock(chat({ ...replied, waitingSince: null }), patient, hours, opened)).toBeNull();
  });

  it('stand still on a holiday, and end with the chat', () => {
    const late = chat({ openedAt: at('24T16:56:00'), waitingSince: at('24T16:56:00') });
    expect(clockOf(late, at('24T16:57:00'))?.dueAt).toBe(at('26T09:06:00'));
    expect(clockOf({ ...late, closedAt: at('24T16:58:00') }, at('24T17:00:00'))).toBeNull();
  });

  it('end at the same moment, whatever was asked of the calendar before', () => {
    const asked = ['23T08:00', '24T11:59', '23T12:30', '26T16:59', '23T16:59', '24T09:00', '28T10:00'];
    const dueAt = (list: readonly string[], own: OpeningHours) =>
      list.map((time) => addOpenTime(own, at(`${time}:00`), 90 * minute));
    const once = asked.map((time) => dueAt([time], { ...hours })[0]);
    expect(dueAt(asked, hours)).toEqual(once);
    expect(dueAt(asked.toReversed(), { ...hours }).toReversed()).toEqual(once);
    expect(once[1]).toBe(at('24T14:29:00'));
  });

  it('of a message that was left run by the calendar, as its shopper was told', () => {
    const message = chat({ kind: 'message', dueAt: opened + 48 * 60 * minute });
    expect(clockOf(message, opened)).toEqual({
      kind: 'message',
      dueAt: opened + 48 * 60 * minute,
      state: 'running',
    });
    expect(clockOf(message, opened + 40 * 60 * minute)?.state).toBe('warning');
  });
});

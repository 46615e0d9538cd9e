/** What stands in the composer: where a menu opens, where Tab goes; and what lines a conversation has. */
import { describe, expect, it } from 'vitest';
import { nextBlank, trigger } from '../../web-widget/desk/model/draft.ts';
import { hashOf, placeOf } from '../../web-widget/desk/model/place.ts';
import { DeskTranscript } from '../../web-widget/desk/model/transcript.ts';
import { readActivity } from '../../web-widget/wire/activity.ts';

describe('the composer', () => {
  it('opens a menu at a sign that begins a word, not inside one', () => {
    expect(trigger('/ret', 4)).toEqual({ sign: '/', word: 'ret', start: 0 });
    expect(trigger('see @Ben', 8)).toEqual({ sign: '@', word: 'ben', start: 4 });
    expect(trigger('and/or', 6)).toBeUndefined();
    expect(trigger('ann@example.com', 15)).toBeUndefined();
    expect(trigger('/returns and', 12)).toBeUndefined();
  });

  it('goes from blank to blank, and from the last to the first', () => {
    const text = 'Dear {{name}}, on {{day}}.';
    expect(nextBlank(text, 0)).toEqual({ start: 5, end: 13 });
    expect(nextBlank(text, 13)).toEqual({ start: 18, end: 25 });
    expect(nextBlank(text, 25)).toEqual({ start: 5, end: 13 });
    expect(nextBlank('no {{ blank', 0)).toBeUndefined();
  });
});

describe('the place in the address', () => {
  it.each([
    { screen: 'chats', chat: 'a b/ü|1' },
    { screen: 'knowledge', part: 'entries', entry: 'draft 7/1' },
    { screen: 'settings', part: 'people' },
    { screen: 'wall' },
  ] as const)('comes back from %j', (place) => {
    expect(placeOf(hashOf(place))).toEqual(place);
  });

  it('is the chats for anything else', () => {
    expect(placeOf('#/%E0%A4%A')).toEqual({ screen: 'chats', chat: undefined });
  });
});

describe('the lines of a conversation', () => {
  const message = (fields: object) => {
    const activity = readActivity({ type: 'message', timestamp: '2027-01-01T10:00:00Z', ...fields });
    if (!activity) throw new Error('no activity');
    return activity;
  };
  const outgoing = { clientId: 'mine', activity: {}, files: [], at: 0, delivery: 'sending' as const };

  it('stand in the order of the log, with what is on its way out at the end until its echo comes', () => {
    const transcript = new DeskTranscript();
    transcript.send(outgoing, message({ text: 'reply' }), 'agent');
    transcript.receive(message({ id: '2', text: 'second', from: { role: 'user' } }), 2);
    transcript.receive(message({ id: '1', text: 'first', from: { role: 'bot' } }), 1);
    expect(transcript.lines.map(({ activity }) => activity.text)).toEqual(['first', 'second', 'reply']);
    const echo = message({
      id: '3',
      text: 'reply',
      from: { role: 'agent' },
      channelData: { author: 'agent', clientActivityID: 'mine' },
    });
    expect(transcript.receive(echo, 3)).toBe(false);
    expect(transcript.receive(echo, 3)).toBe(false);
    expect(transcript.lines.map(({ kind, delivery }) => `${kind} ${delivery}`)).toEqual([
      'bot delivered',
      'shopper delivered',
      'agent delivered',
    ]);
    expect(transcript.newest).toBe(3);
  });

  it('shows a message that its author changed in its place, and what is not here yet not at all', () => {
    const transcript = new DeskTranscript();
    const shopper = { role: 'user' };
    transcript.receive(message({ id: '1', text: 'my number is 123', from: shopper }), 1);
    transcript.receive(message({ id: '2', text: 'which one?', from: { role: 'bot' } }), 2);
    const passing = Number.POSITIVE_INFINITY;
    transcript.receive(message({ id: '1', text: 'my number is 124', from: shopper }), passing);
    transcript.receive(message({ id: '3', text: 'changed', from: shopper }), passing);
    expect(transcript.lines.map(({ activity }) => activity.text)).toEqual(['my number is 124', 'which one?']);
    expect(transcript.newest).toBe(2);
  });

  it('are told apart, and a thumb stands at the answer it was for', () => {
    const transcript = new DeskTranscript();
    const kinds = [
      message({ id: '1', text: 'x', from: { role: 'bot' } }),
      message({ id: '2', text: 'x', from: { role: 'bot' }, channelData: { author: 'system' } }),
      message({ id: '3', text: 'x', from: { role: 'agent' }, channelData: { author: 'note' } }),
      message({ id: '4', type: 'event', name: 'desk/mark' }),
      message({ id: '5', type: 'event', name: 'desk/status' }),
    ];
    kinds.forEach((activity, at) => {
      transcript.receive(activity, at + 1);
    });
    transcript.receive(
      message({ type: 'event', name: 'feedback', value: { activityId: '1', verdict: 'down' } }),
      6,
    );
    expect(transcript.lines.map(({ kind, verdict }) => `${kind} ${verdict ?? ''}`.trim())).toEqual([
      'bot down',
      'house',
      'note',
      'mark',
    ]);
  });
});

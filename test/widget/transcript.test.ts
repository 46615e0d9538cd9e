/** What is to be seen of a conversation, whatever order, doubles and gaps its activities come in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Transcript } from '../../web-widget/chat/transcript.ts';
import { type Activity, type Fields, readActivity, readActivitySet } from '../../web-widget/wire/activity.ts';
import type { Outgoing } from '../../web-widget/wire/outbox.ts';

const start = Date.parse('2026-03-01T10:00:00Z');

function activity(input: Fields): Activity {
  const read = readActivity({ type: 'message', from: { id: 'bot', role: 'bot' }, ...input });
  if (!read) throw new TypeError('This is no activity.');
  return read;
}

function at(seconds: number): string {
  return new Date(start + seconds * 1000).toISOString();
}

function outgoing(clientId: string, delivery: Outgoing['delivery'] = 'sending'): Outgoing {
  return { clientId, activity: {}, files: [], at: start, delivery };
}

function newTranscript(now: () => number = () => start): Transcript {
  return new Transcript(() => 'dl_me', now);
}

const shown = (transcript: Transcript) => transcript.entries.map((entry) => entry.activity.text);

describe('a transcript', () => {
  it('lets the echo take the place of what was sent', () => {
    const transcript = newTranscript();
    transcript.send(outgoing('c1'), activity({ text: 'hello' }));
    const echo = {
      id: '1',
      text: 'hello',
      timestamp: at(1),
      from: { id: 'dl_me' },
      channelData: { clientActivityID: 'c1' },
    };
    transcript.receive(activity(echo));
    transcript.taken('c1', '1');
    expect(transcript.entries).toMatchObject([
      { key: 'c1', delivery: 'delivered', mine: true, activity: { id: '1' } },
    ]);
  });

  it('replaces a message by a later one of the same id', () => {
    const transcript = newTranscript();
    transcript.receive(activity({ id: '1', text: 'ten o’clock', timestamp: at(1) }));
    expect(transcript.receive(activity({ id: '1', text: 'eleven o’clock', timestamp: at(1) }))).toBe(
      'changed',
    );
    expect(shown(transcript)).toEqual(['eleven o’clock']);
  });

  it('keeps what was not sent yet at the end', () => {
    const transcript = newTranscript();
    transcript.send(outgoing('c1', 'waiting'), activity({ text: 'mine' }));
    transcript.receive(activity({ id: '1', text: 'theirs', timestamp: at(60) }));
    expect(shown(transcript)).toEqual(['theirs', 'mine']);
  });

  it('grows a streamed answer and ends it with the final message', () => {
    const transcript = newTranscript();
    const part = (streamSequence: number, text: string) =>
      activity({
        type: 'typing',
        id: 's1',
        text,
        channelData: { streamType: 'streaming', streamId: 's1', streamSequence },
      });
    transcript.receive(part(1, 'We are'));
    transcript.receive(part(3, 'We are open until'));
    transcript.receive(part(2, 'We are open'));
    expect(transcript.entries).toMatchObject([{ live: true, activity: { text: 'We are open until' } }]);
    const final = {
      id: '9',
      text: 'We are open until 18.',
      timestamp: at(2),
      channelData: { streamType: 'final', streamId: 's1' },
    };
    expect(transcript.receive(activity(final))).toBe('new');
    expect(transcript.entries).toMatchObject([{ live: false, activity: { text: 'We are open until 18.' } }]);
  });

  it('ends the typing dots with the message, and by themselves', () => {
    let now = start;
    const transcript = newTranscript(() => now);
    transcript.receive(activity({ type: 'typing' }));
    expect(transcript.typingMs).toBeGreaterThan(0);
    now += 60_000;
    expect(transcript.typingMs).toBe(0);
    transcript.receive(activity({ type: 'typing' }));
    transcript.receive(activity({ id: '1', text: 'here', timestamp: at(1) }));
    expect(transcript.typingMs).toBe(0);
  });

  it('offers the buttons of the last message until something is said', () => {
    const transcript = newTranscript();
    const suggestedActions = { actions: [{ type: 'imBack', title: 'Yes', value: 'Yes' }] };
    transcript.receive(activity({ id: '1', text: 'Shall I?', timestamp: at(1), suggestedActions }));
    expect(transcript.suggestedActions).toMatchObject([{ title: 'Yes' }]);
    const why = { actions: [{ type: 'imBack', title: 'Why?', value: 'Why?' }] };
    const news = { text: 'It is on its way.', channelData: { alert: { seen: [] } }, suggestedActions: why };
    transcript.receive(activity({ id: '1a', timestamp: at(2), ...news }));
    expect(transcript.suggestedActions).toMatchObject([{ title: 'Yes' }, { title: 'Why?' }]);
    transcript.send(outgoing('c1'), activity({ text: 'Yes' }));
    expect(transcript.suggestedActions).toEqual([]);
  });

  it('remembers a thumb that comes back from the server before or after its message', () => {
    const thumb = (activityId: string) =>
      activity({
        type: 'event',
        name: 'feedback',
        from: { id: 'dl_me' },
        value: { activityId, verdict: 'down' },
      });
    const transcript = newTranscript();
    transcript.receive(thumb('2'));
    transcript.receive(activity({ id: '1', text: 'a', timestamp: at(1) }));
    transcript.receive(activity({ id: '2', text: 'b', timestamp: at(2) }));
    transcript.receive(thumb('1'));
    expect(transcript.entries.map(({ verdict }) => verdict)).toEqual(['down', 'down']);
  });

  it('hides the value behind a button and shows its display text', () => {
    const transcript = newTranscript();
    const from = { id: 'dl_me' };
    transcript.receive(
      activity({ id: '1', from, text: 'order:7', timestamp: at(1), channelData: { postBack: true } }),
    );
    expect(shown(transcript)).toEqual([]);
  });

  it('is the same whatever order and how often the activities come', () => {
    const messages = [1, 2, 3, 4, 5, 6].map((n) => activity({ id: `${n}`, text: `m${n}`, timestamp: at(n) }));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...messages), { minLength: 6, maxLength: 30 }), (received) => {
        const transcript = newTranscript();
        for (const each of received) transcript.receive(each);
        const expected = messages.filter((each) => received.includes(each)).map(({ text }) => text);
        expect(shown(transcript)).toEqual(expected);
      }),
    );
  });
});

describe('reading what comes over the wire', () => {
  it('takes any JSON without falling over, and shows it without falling over', () => {
    const keys = fc.constantFrom(
      'type',
      'id',
      'text',
      'from',
      'attachments',
      'suggestedActions',
      'channelData',
      'value',
      'name',
    );
    const wild = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc.constantFrom('message', 'typing', 'event', null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(keys, tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(wild, (input) => {
        const transcript = newTranscript();
        for (const each of readActivitySet({ activities: [input], watermark: input }).activities)
          transcript.receive(each);
        expect(transcript.entries.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});

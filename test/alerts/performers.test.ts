/** Who plays: one performer under all spellings, and no tribute for those it honours. */
import { describe, expect, it } from 'vitest';
import { createPerformers } from '../../src/alerts/events/performers.ts';

const performers = createPerformers([
  ['The Rolling Stones', 'Rolling Stones', 'The Stones', '滚石乐队', '滾石樂團'],
  ['The Jimi Hendrix Experience', 'Jimi Hendrix'],
]);
const stones = performers.keyOf('The Rolling Stones');
const playing = (title: string, ...names: string[]) => performers.playingAt({ title, performers: names });

describe('a performer', () => {
  it.each(['Rolling Stones', 'the rolling stones', 'ROLLING-STONES', '滚石乐队', '滾石樂團', 'The Stones'])(
    'is known as %s',
    (name) => expect(performers.keyOf(name)).toBe(stones),
  );

  it('keeps accents and ampersands from making two of one', () => {
    expect(performers.keyOf('Beyoncé')).toBe(performers.keyOf('BEYONCE'));
    expect(performers.keyOf('Simon & Garfunkel')).toBe(performers.keyOf('Simon and Garfunkel'));
  });

  it.each([
    'The Rolling Stones',
    'The Rolling Stones at Charles River Arena',
    'The Rolling Stones: Spring Tour 2027',
    'Rolling Stones – Live in Boston',
    '滚石乐队 演唱会',
    'An evening with friends @ Pier 4 | The Rolling Stones',
  ])('is found in the title "%s"', (title) => expect(playing(title)).toContain(stones));

  it.each([
    'Sticky Paint – A Tribute to The Rolling Stones',
    'The Rolling Stones Tribute Night',
    'The Music of The Rolling Stones',
    'The Rolling Stones Experience',
    'Candlelight: The Rolling Stones',
    '致敬滚石乐队之夜',
    'Hot Rocks plays the songs of The Rolling Stones',
    'The Rolling Stones cover band',
  ])('is not on stage at "%s"', (title) => expect(playing(title)).not.toContain(stones));

  it('is on stage beside a tribute, and not when only the tribute is', () => {
    expect(playing('Summer Fest', 'The Rolling Stones', 'Bowie Tribute Band')).toEqual([stones]);
    expect(playing('Rolling Stones Tribute', 'Sticky Paint')).toEqual([]);
    expect(playing('The Jimi Hendrix Experience', 'The Jimi Hendrix Experience')).toHaveLength(1);
  });
});

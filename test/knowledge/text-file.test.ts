/** Bytes that are no text, and text that hides something. */
import { expect, test } from 'vitest';
import { decodeTextFile } from '../../src/knowledge/index.ts';

function read(bytes: Uint8Array | string) {
  const result = decodeTextFile('a.md', typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  return result.ok ? result.value.text : result.problems.map(({ line, reason }) => `${line}: ${reason}`);
}

test('line ends and the byte order mark are made alike', () => {
  expect(read('\ufeffone\r\ntwo\n三')).toBe('one\ntwo\n三');
});

test('bytes that are not UTF-8 are named by their line', () => {
  const latin1 = Buffer.concat([Buffer.from('one\ntwo\ncaf'), Buffer.from([0xe9]), Buffer.from('\nfour')]);
  expect(read(latin1)).toEqual(['3: this line is not UTF-8; save the file with the encoding UTF-8']);
  expect(read(Buffer.from([0x61, 0xe4, 0xbd]))).toEqual([
    expect.stringMatching(/^1: this line is not UTF-8/),
  ]);
});

test('control characters are named, each line once', () => {
  expect(read('one\u0000\u0007\ntwo\tthree\nfour\u001b[31m\rfive')).toEqual([
    '1: this line has an invisible control character (U+0000); delete it',
    '3: this line has an invisible control character (U+001B); delete it',
  ]);
});

test('a file above 64 KiB is not read', () => {
  expect(read('x'.repeat(64 * 1024))).toHaveLength(64 * 1024);
  expect(read('x'.repeat(64 * 1024 + 1))).toEqual(['1: the file has 65 KiB; at most 64 KiB are read']);
});

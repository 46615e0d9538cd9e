/**
 * WeChat's signatures and message encryption (WXBizMsgCrypt).
 * https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Refused } from '../channel.ts';

/** WeChat pads to 32 bytes, which is twice the block of AES. */
const padTo = 32;
const headBytes = 16;

/** SHA-1 over the parts in the order of their characters. */
export function isSignedByWeChat(signature: string, ...parts: readonly string[]): boolean {
  const expected = Buffer.from(signatureOf(...parts));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function signatureOf(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/**
 * 16 random bytes, the length of the message in 4, the message, the id it is for.
 * @throws Refused 400 when it is not whole, or is for somebody else.
 */
export function decrypt(encrypted: string, aesKey: string, appId: string): string {
  const key = keyOf(aesKey);
  let plain: Buffer;
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    plain = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  } catch {
    throw new Refused(400, 'The message cannot be decrypted.');
  }
  const padding = plain.at(-1) ?? 0;
  const content = plain.subarray(0, padding >= 1 && padding <= padTo ? -padding : undefined);
  const end =
    headBytes + 4 + (content.length >= headBytes + 4 ? content.readUInt32BE(headBytes) : Number.NaN);
  if (!(end <= content.length)) throw new Refused(400, 'The message is not whole.');
  if (content.toString('utf8', end) !== appId) throw new Refused(400, 'The message is for another account.');
  return content.toString('utf8', headBytes + 4, end);
}

/** The reverse of `decrypt`. */
export function encrypt(
  message: string,
  aesKey: string,
  appId: string,
  random = randomBytes(headBytes),
): string {
  const key = keyOf(aesKey);
  const text = Buffer.from(message);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(text.length);
  const content = Buffer.concat([random, size, text, Buffer.from(appId)]);
  const missing = padTo - (content.length % padTo);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(content),
    cipher.update(Buffer.alloc(missing, missing)),
    cipher.final(),
  ]).toString('base64');
}

function keyOf(aesKey: string): Buffer {
  return Buffer.from(`${aesKey}=`, 'base64');
}

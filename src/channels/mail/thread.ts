/** Which thread a mail belongs to: our own Message-IDs say so and prove it; the mark in the subject says so. */
import { createHmac } from 'node:crypto';
import { sameSecret } from '../../core/same-secret.ts';

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const threadLength = 10;

export interface Threads {
  /** The thread that begins with this mail: the same each time it is told. */
  begin(sender: string, messageId: string): string;
  /** The Message-ID of a part of ours, `THREAD.ENTRY.PART.PROOF@DOMAIN` in angle brackets. */
  messageId(thread: string, key: string, domain: string): string;
  /** What one of our Message-IDs says; undefined for one that is not ours. */
  read(messageId: string): { thread: string; key: string } | undefined;
}

/** @param secret the same in every process of the shop, and for ever. */
export function createThreads(secret: Uint8Array): Threads {
  const proofOf = (text: string) => createHmac('sha256', secret).update(text).digest('hex').slice(0, 24);
  return {
    begin(sender, messageId) {
      const digest = createHmac('sha256', secret).update(`${sender}\n${messageId}`).digest();
      return Array.from(digest.subarray(0, threadLength), (byte) => letters[byte % letters.length]).join('');
    },
    messageId(thread, key, domain) {
      const name = `${thread}.${Buffer.from(key).toString('base64url')}`;
      return `<${name}.${proofOf(name)}@${domain}>`;
    },
    read(messageId) {
      const [, name = '', thread = '', key = '', proof = ''] =
        /^<?(([A-Z2-9]{10})\.([\w-]+))\.([0-9a-f]{24})@/.exec(messageId) ?? [];
      if (thread === '' || !sameSecret(proof, proofOf(name))) return undefined;
      return { thread, key: Buffer.from(key, 'base64url').toString('utf8') };
    },
  };
}

/** `[#ABCDEFGHJK]`, for mail programs that drop what they answer to. */
export function markOf(thread: string): string {
  return `[#${thread}]`;
}

export function markIn(subject: string): string | undefined {
  return /\[#([A-Z2-9]{10})\]/.exec(subject)?.[1];
}

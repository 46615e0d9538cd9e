/** A bare WebSocket on a Direct Line stream, for tests that look at the frames. */
import { WebSocket } from 'ws';
import type { Activity } from '../../src/core/activity.ts';

export interface TestSocket {
  readonly socket: WebSocket;
  /** Every frame so far, parsed. */
  readonly frames: { activities: Activity[]; watermark?: string }[];
  /** The activities of all frames, in order. */
  readonly activities: Activity[];
  /** Resolves to the close code. */
  readonly closed: Promise<number>;
}

/** Resolves when it is open; rejects with the status when it is refused. */
export function openSocket(streamUrl: string): Promise<TestSocket> {
  const socket = new WebSocket(streamUrl);
  const test: TestSocket = {
    socket,
    frames: [],
    activities: [],
    closed: new Promise((resolve) => socket.on('close', (code) => resolve(code))),
  };
  socket.on('message', (data) => {
    const frame: TestSocket['frames'][number] = JSON.parse(String(data));
    test.frames.push(frame);
    test.activities.push(...frame.activities);
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      // Whatever becomes of it later shows in `closed`.
      socket.off('error', reject).on('error', () => {});
      resolve(test);
    });
    socket.once('error', reject);
  });
}

/** A bare WebSocket on a Direct Line stream, for tests that look at the frames. */
import { json } from 'node:stream/consumers';
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

/** Status and parsed body with which a stream is refused; rejects when it is not. */
export function refusalOf(streamUrl: string): Promise<[status: number, body: unknown]> {
  const socket = new WebSocket(streamUrl);
  return new Promise((resolve, reject) => {
    socket.once('open', () => reject(new Error('It was not refused.')));
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response) => {
      json(response).then((body) => resolve([response.statusCode ?? 0, body]), reject);
    });
  });
}

/** A Direct Line client that never gives up: it sends again what was not acknowledged and resumes where it was. */
import { WebSocket } from 'ws';
import type { Activity } from '../../src/core/activity.ts';
import { openChat, post, type TestSession, until } from './direct-line-client.ts';

export interface Sent {
  readonly text: string;
  readonly clientActivityId: string;
  /** The id that the server acknowledged it with. */
  id?: string | undefined;
}

export interface StubbornClient {
  readonly conversationId: string;
  /** In the order in which it began to send them; each waits for the acknowledgement of the one before. */
  readonly sent: readonly Sent[];
  /** Every activity that came over the socket, in order, as often as it came. */
  readonly heard: readonly Activity[];
  /** The watermark of the last frame. */
  readonly watermark: number;
  /** Begins to send, one message after the other. */
  talk(): void;
  /** Sends no new message; resolves when the last one is acknowledged. */
  fallSilent(): Promise<void>;
  /** True when every message that it sent was echoed and answered over the socket. */
  hasHeardAll(): boolean;
  close(): void;
}

const retryMs = 40;

/**
 * @param base where to send to and listen at; asked anew at each attempt.
 * @param pauseMs how long to wait after an acknowledgement; asked anew each time.
 */
export async function openStubbornClient(base: () => string, pauseMs: () => number): Promise<StubbornClient> {
  const session = await openChat(base());
  const url = () => `${base()}/v3/directline/conversations/${session.conversationId}`;
  const sent: Sent[] = [];
  const heard: Activity[] = [];
  let watermark = 0;
  let talking: Promise<void> | undefined;
  let silent = false;
  let closed = false;
  let socket: WebSocket | undefined;
  const listening = listen(session.streamUrl);
  listening.catch(() => {});

  async function talk(): Promise<void> {
    while (!silent && !closed) {
      const number = sent.length + 1;
      const message: Sent = {
        text: `message ${number}`,
        clientActivityId: `${session.conversationId}/${number}`,
      };
      sent.push(message);
      message.id = await sendUntilAcknowledged(message);
      await pause(pauseMs());
    }
  }

  async function sendUntilAcknowledged({ text, clientActivityId }: Sent): Promise<string | undefined> {
    const activity = { type: 'message', text, channelData: { clientActivityID: clientActivityId } };
    while (!closed) {
      const response = await attempt(() => post(`${url()}/activities`, activity, session.token));
      if (response?.ok) {
        const body: { id: string } | undefined = await attempt(() => response.json());
        if (body) return body.id;
      }
      await pause(retryMs);
    }
    return undefined;
  }

  async function listen(firstUrl: string): Promise<void> {
    let streamUrl: string | undefined = firstUrl;
    while (!closed) {
      if (streamUrl) await hearUntilClosed(streamUrl);
      if (closed) return;
      await pause(retryMs);
      streamUrl = await resume();
    }
  }

  async function resume(): Promise<string | undefined> {
    const headers = { authorization: `Bearer ${session.token}` };
    const response = await attempt(() => fetch(`${url()}?watermark=${watermark}`, { headers }));
    const body: TestSession | undefined = response?.ok ? await attempt(() => response.json()) : undefined;
    return body?.streamUrl;
  }

  function hearUntilClosed(streamUrl: string): Promise<void> {
    return new Promise((resolve) => {
      const opened = new WebSocket(streamUrl);
      socket = opened;
      opened.on('message', (data) => {
        if (String(data) === '') return;
        const frame: { activities: Activity[]; watermark?: string } = JSON.parse(String(data));
        heard.push(...frame.activities);
        if (frame.watermark !== undefined) watermark = Number(frame.watermark);
      });
      opened.on('error', () => {});
      opened.on('close', () => resolve());
    });
  }

  return {
    conversationId: session.conversationId,
    sent,
    heard,
    get watermark() {
      return watermark;
    },
    talk() {
      silent = false;
      talking ??= talk();
    },
    async fallSilent() {
      silent = true;
      await talking;
      talking = undefined;
    },
    hasHeardAll() {
      const answered = new Set(heard.map(({ replyToId }) => replyToId));
      const echoed = new Set(heard.map(({ id }) => id));
      return sent.every(({ id }) => id !== undefined && echoed.has(id) && answered.has(id));
    },
    close() {
      closed = true;
      socket?.terminate();
    },
  };
}

/** Waits until `more` messages than now are acknowledged, all clients together. */
export async function untilAcknowledged(clients: readonly StubbornClient[], more: number): Promise<void> {
  const acknowledged = () => clients.flatMap(({ sent }) => sent.filter(({ id }) => id)).length;
  const wanted = acknowledged() + more;
  await until(() => acknowledged() >= wanted || undefined, 30_000);
}

/** What the call gives, or undefined when the connection broke. */
async function attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch {
    return undefined;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

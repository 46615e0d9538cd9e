/** A client of `offline-directline`: it has no sockets, so the answer is fetched. */
import type { Line } from '../load.ts';
import { openHttp } from './http-connection.ts';
import { activityOf } from './socket.ts';

export async function openOfflineDirectLine(port: number): Promise<Line> {
  const http = await openHttp(port);
  const started: { conversationId: string } = JSON.parse(
    await http.request('POST', '/directline/conversations', {}),
  );
  const path = `/directline/conversations/${started.conversationId}/activities`;
  let watermark = 0;
  return {
    async ask(text) {
      await http.request('POST', path, activityOf(text));
      for (let answers = 0; answers < 2; ) {
        const page: { activities: unknown[]; watermark: number } = JSON.parse(
          await http.request('GET', `${path}?watermark=${watermark}`),
        );
        answers += page.activities.length;
        watermark = page.watermark;
      }
    },
    close: () => http.close(),
  };
}

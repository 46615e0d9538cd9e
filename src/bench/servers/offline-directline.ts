/** An echo bot written by hand, so that little but `offline-directline` itself is measured. */
import { Agent, request as ask } from 'node:http';
import { bodyOf, serveOffline } from './offline.ts';

const agent = new Agent({ keepAlive: true });

export const serve = () =>
  serveOffline(async (request, response) => {
    const activity: { type: string; text?: string; serviceUrl: string; conversation: { id: string } } =
      JSON.parse(await bodyOf(request));
    if (activity.type === 'message') await reply(activity);
    response.writeHead(200).end();
  });

function reply(activity: { text?: string; serviceUrl: string; conversation: { id: string } }): Promise<void> {
  const url = `${activity.serviceUrl}/v3/conversations/${activity.conversation.id}/activities`;
  const body = JSON.stringify({ type: 'message', text: `You said: ${activity.text}` });
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    ask(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', resolve);
    })
      .on('error', reject)
      .end(body);
  });
}

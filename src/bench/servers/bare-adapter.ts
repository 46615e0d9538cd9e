/** The echo bot on a socket: each text frame is an activity, each answer a frame. */
import type { Activity } from 'botbuilder';
import { echoBot, SocketAdapter } from './echo-bot.ts';
import { listenForText } from './listen.ts';

export function serve(): Promise<number> {
  const adapter = new SocketAdapter();
  const bot = echoBot();
  return listenForText((text, socket) => {
    const activity: Partial<Activity> = JSON.parse(text);
    void adapter.receive(activity, socket, bot);
  });
}

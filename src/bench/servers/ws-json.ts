/** Reads every message as JSON and writes it anew. */
import { listenForText } from './listen.ts';

export const serve = () =>
  listenForText((text, socket) => {
    const activity: object = JSON.parse(text);
    socket.send(JSON.stringify({ ...activity, from: { id: 'bot', role: 'bot' } }));
  });

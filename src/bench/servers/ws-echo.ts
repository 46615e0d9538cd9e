/** The least that a chat server can do: gives every text back. */
import { listenForText } from './listen.ts';

export const serve = () => listenForText((text, socket) => socket.send(text));

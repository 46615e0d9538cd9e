/** Microsoft's Web Chat, unmodified, on a page of another origin than the server's. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface WebChatSite {
  /** The page that shows the chat with the server at `base`. */
  address(base: string, token: string): string;
  close(): Promise<void>;
}

export async function startWebChatSite(): Promise<WebChatSite> {
  const main = createRequire(import.meta.url).resolve('botframework-webchat');
  const bundle = await readFile(join(dirname(main), '..', 'dist', 'webchat.js'));
  const server = createServer((request, response) => {
    const isBundle = request.url === '/webchat.js';
    response.writeHead(200, { 'content-type': isBundle ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(isBundle ? bundle : page);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    address: (base, token) =>
      `http://localhost:${port}/?${new URLSearchParams({ domain: `${base}/v3/directline`, token })}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** After a lost socket the client waits 3 to 15 s, as chance has it: here always the shortest. */
const page = `<!doctype html><html lang="en"><title>Web Chat</title>
<style>html, body, #chat { height: 100%; margin: 0 }</style><div id="chat"></div>
<script src="/webchat.js"></script>
<script>
  const { domain, token } = Object.fromEntries(new URLSearchParams(location.search));
  const directLine = WebChat.createDirectLine({ domain, token });
  directLine.services.random = () => 0;
  WebChat.renderWebChat({ directLine, locale: 'en-US' }, document.getElementById('chat'));
</script></html>`;

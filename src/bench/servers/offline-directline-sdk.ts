/** The echo bot as the SDK's samples write it: CloudAdapter and ActivityHandler. */
import { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { bodyOf, serveOffline } from './offline.ts';

export function serve(): Promise<number> {
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  const bot = new ActivityHandler();
  bot.onMessage(async (context, next) => {
    await context.sendActivity(`You said: ${context.activity.text}`);
    await next();
  });
  return serveOffline(async (request, response) => {
    const body: Record<string, unknown> = JSON.parse(await bodyOf(request));
    const asExpress = {
      socket: request.socket,
      header: (name: string, value: unknown) => response.setHeader(name, String(value)),
      status: (status: number) => {
        response.statusCode = status;
      },
      send: (content: unknown) => response.write(JSON.stringify(content ?? '')),
      end: () => response.end(),
    };
    await adapter.process({ body, headers: request.headers, method: 'POST' }, asExpress, (context) =>
      bot.run(context),
    );
  });
}

/** An echo bot on the SDK's own extension points, with nothing around: a BotAdapter and an ActivityHandler. */
import { type Activity, ActivityHandler, BotAdapter, type ResourceResponse, TurnContext } from 'botbuilder';
import type { WebSocket } from 'ws';

export class SocketAdapter extends BotAdapter {
  async receive(activity: Partial<Activity>, socket: WebSocket, bot: ActivityHandler): Promise<void> {
    const context = new TurnContext(this, activity);
    context.turnState.set(socketKey, socket);
    await this.runMiddleware(context, (each) => bot.run(each));
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const socket: WebSocket | undefined = context.turnState.get(socketKey);
    return activities.map((activity, index) => {
      socket?.send(JSON.stringify(activity));
      return { id: String(index) };
    });
  }

  override async updateActivity(): Promise<void> {}
  override async deleteActivity(): Promise<void> {}
  override async continueConversation(): Promise<void> {}
}

export function echoBot(): ActivityHandler {
  const bot = new ActivityHandler();
  bot.onMessage(async (context, next) => {
    await context.sendActivity(`You said: ${context.activity.text}`);
    await next();
  });
  return bot;
}

const socketKey = Symbol('socket');

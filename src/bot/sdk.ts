/**
 * The only file that knows the Bot Framework SDK. Its successor keeps `TurnContext` and the Activity protocol,
 * so moving over is a matter of this file alone.
 */
import {
  BotAdapter,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  type Middleware,
  type ResourceResponse,
  type Activity as SdkActivity,
  TurnContext,
} from 'botbuilder';
import { z } from 'zod';
import type { Activity, Attachment } from '../core/activity.ts';
import { ShopdeskError } from '../core/errors.ts';

/** What a turn does with the SDK's context; everything sent in it is collected, not yet delivered. */
export type TurnLogic = (context: TurnContext) => Promise<void>;

/**
 * The SDK's documented extension point: runs a turn through the middleware and hands back what was sent, so
 * that the answer and the bot's memory can be committed in one step.
 */
export class CollectingAdapter extends BotAdapter {
  /** @returns the activities that the logic sent, in order. */
  async collect(activity: Activity, logic: TurnLogic): Promise<Activity[]> {
    const context = new TurnContext(this, toSdk(activity));
    const sent: Activity[] = [];
    context.turnState.set(sentKey, sent);
    await this.runMiddleware(context, logic);
    return sent;
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<SdkActivity>[],
  ): Promise<ResourceResponse[]> {
    const sent: Activity[] | undefined = context.turnState.get(sentKey);
    if (!sent) throw new ShopdeskError('bot.outside-turn', 'An activity was sent outside a turn.');
    for (const activity of activities) sent.push(fromSdk(activity));
    return activities.map(() => ({ id: '' }));
  }

  override async updateActivity(): Promise<void> {
    throw new ShopdeskError('bot.unsupported', 'A message of the same turn cannot be changed; send it last.');
  }

  override async deleteActivity(): Promise<void> {
    throw new ShopdeskError(
      'bot.unsupported',
      'A message of the same turn cannot be deleted; do not send it.',
    );
  }

  override async continueConversation(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const continued = TurnContext.applyConversationReference(
      { type: 'event', name: 'ContinueConversation' },
      reference,
      true,
    );
    await this.collect(fromSdk(continued), logic);
  }
}

/** Bot Framework credentials; all undefined means that callers are not authenticated. */
export interface CloudCredentials {
  readonly appId: string | undefined;
  readonly password: string | undefined;
  readonly tenantId: string | undefined;
  readonly openIdMetadata: string | undefined;
}

/** What the SDK made of a caller: not an activity at all, nobody it knows, or whom the answers are for. */
export type Caller = 'malformed' | 'refused' | { readonly audience: string | undefined };

/**
 * The SDK's own adapter for Teams and Azure Bot Service: how its callers are known, and how the bot is known to them.
 * Messages themselves go by the channels' common way out: the SDK's client sends a call of unknown fate several times
 * by itself, which a shopper would read several times.
 */
export class CloudChannelAdapter extends CloudAdapter {
  readonly #appId: string | undefined;
  /** Each keeps its token until that ends. */
  readonly #tokens = new Map<string, () => Promise<unknown>>();

  constructor(authentication: ConfigurationBotFrameworkAuthentication, appId: string | undefined) {
    super(authentication);
    this.#appId = appId;
  }

  /** Whether this Authorization header is the channel's for this activity (parsed JSON). */
  async authenticate(authorization: string, json: unknown): Promise<Caller> {
    if (!isSdkActivity(json)) return 'malformed';
    try {
      const caller = await this.botFrameworkAuthentication.authenticateRequest(json, authorization);
      return { audience: caller.audience };
    } catch (error) {
      if (isRefusal(error)) return 'refused';
      throw error;
    }
  }

  /**
   * The Authorization header by which the channel at `serviceUrl` knows the bot; undefined when it has no credentials.
   * @throws whatever the sign-in says
   */
  async authorization(serviceUrl: string, audience: string | undefined): Promise<string | undefined> {
    if (this.#appId === undefined) return undefined;
    const key = audience ?? '';
    const token = this.#tokens.get(key) ?? (await this.tokenOf(this.#appId, serviceUrl, audience));
    this.#tokens.set(key, token);
    return `Bearer ${String(await token())}`;
  }

  private async tokenOf(appId: string, serviceUrl: string, audience: string | undefined) {
    const factory = this.botFrameworkAuthentication.createConnectorFactory(this.createClaimsIdentity(appId));
    const { credentials } = await factory.create(
      serviceUrl,
      audience ?? this.botFrameworkAuthentication.getOriginatingAudience(),
    );
    if (!('getToken' in credentials) || typeof credentials.getToken !== 'function') {
      throw new ShopdeskError('bot.credentials', 'The SDK has no credentials that give a token.');
    }
    const { getToken } = credentials;
    return async () => getToken.call(credentials);
  }
}

export function createCloudAdapter(credentials: CloudCredentials): CloudChannelAdapter {
  const settings: Record<string, string> = {
    MicrosoftAppType: credentials.tenantId ? 'SingleTenant' : 'MultiTenant',
    ...(credentials.appId && { MicrosoftAppId: credentials.appId }),
    ...(credentials.password && { MicrosoftAppPassword: credentials.password }),
    ...(credentials.tenantId && { MicrosoftAppTenantId: credentials.tenantId }),
    // Once one address of the cloud is given the SDK wants them all; the others are those of the public cloud.
    ...(credentials.openIdMetadata && {
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
      OAuthUrl: 'https://api.botframework.com',
      ToBotFromChannelOpenIdMetadataUrl: credentials.openIdMetadata,
      ToBotFromEmulatorOpenIdMetadataUrl: credentials.openIdMetadata,
      ValidateAuthority: 'true',
    }),
  };
  return new CloudChannelAdapter(new ConfigurationBotFrameworkAuthentication(settings), credentials.appId);
}

/** Errors by which the SDK's authentication says no, as against one that says it could not tell. */
function isRefusal(error: unknown): boolean {
  const kinds = ['AuthenticationError', 'JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'];
  // The channel's keys could not be had: the SDK calls that an authentication error, too.
  if (error instanceof Error && 'statusCode' in error && Number(error.statusCode) >= 500) return false;
  return error instanceof Error && (kinds.includes(error.name) || kinds.includes(error.constructor.name));
}

/** What the SDK judges a caller by. */
const channelActivity = z.looseObject({ channelId: z.string(), serviceUrl: z.string() });

function isSdkActivity(json: unknown): json is SdkActivity {
  return channelActivity.safeParse(json).success;
}

export { type Middleware, TurnContext };

const sentKey = Symbol('activities sent in this turn');

/** Our activity as the SDK takes it. */
export function toSdk(activity: Activity): Partial<SdkActivity> {
  const { timestamp, conversation, from, recipient, attachments, entities, suggestedActions, ...rest } =
    activity;
  return {
    ...rest,
    ...(timestamp && { timestamp: new Date(timestamp) }),
    ...(conversation && {
      conversation: { id: conversation.id, isGroup: false, conversationType: '', name: '' },
    }),
    ...(from && { from: { id: from.id, name: from.name ?? '' } }),
    ...(recipient && { recipient: { id: recipient.id, name: recipient.name ?? '' } }),
    ...(attachments && { attachments: attachments.map((attachment) => ({ ...attachment })) }),
    ...(entities && { entities: entities.map((entity) => ({ ...entity })) }),
    ...(suggestedActions && {
      suggestedActions: { to: [...(suggestedActions.to ?? [])], actions: [...suggestedActions.actions] },
    }),
  };
}

/** What the SDK sends, as our activity: the fields we name, and none of the SDK's own bookkeeping. */
export function fromSdk(activity: Partial<SdkActivity>): Activity {
  const attachments = activity.attachments?.map(
    ({ contentType, contentUrl, content, name, thumbnailUrl }): Attachment => ({
      contentType,
      ...(contentUrl && { contentUrl }),
      ...(content !== undefined && { content }),
      ...(name && { name }),
      ...(thumbnailUrl && { thumbnailUrl }),
    }),
  );
  const role = activity.from?.role;
  return {
    type: activity.type ?? 'message',
    ...(activity.id && { id: activity.id }),
    ...(activity.channelId && { channelId: activity.channelId }),
    ...(activity.timestamp && { timestamp: new Date(activity.timestamp).toISOString() }),
    ...(activity.conversation && { conversation: { id: activity.conversation.id } }),
    ...(activity.from && {
      from: {
        id: activity.from.id,
        ...(activity.from.name && { name: activity.from.name }),
        ...((role === 'bot' || role === 'user') && { role }),
      },
    }),
    ...(activity.recipient && {
      recipient: {
        id: activity.recipient.id,
        ...(activity.recipient.name && { name: activity.recipient.name }),
      },
    }),
    ...(activity.replyToId && { replyToId: activity.replyToId }),
    ...(activity.locale && { locale: activity.locale }),
    ...(activity.text !== undefined && { text: activity.text }),
    ...((activity.textFormat === 'plain' || activity.textFormat === 'markdown') && {
      textFormat: activity.textFormat,
    }),
    ...((activity.attachmentLayout === 'list' || activity.attachmentLayout === 'carousel') && {
      attachmentLayout: activity.attachmentLayout,
    }),
    ...(attachments && attachments.length > 0 && { attachments }),
    ...(activity.suggestedActions && {
      suggestedActions: {
        actions: activity.suggestedActions.actions.flatMap(({ type, title, value }) => {
          const known = actionTypes.find((each) => each === type);
          return known ? [{ type: known, title, value }] : [];
        }),
      },
    }),
    ...(activity.inputHint && { inputHint: activity.inputHint }),
    ...(activity.name && { name: activity.name }),
    ...(activity.value !== undefined && { value: activity.value }),
    ...(isRecord(activity.channelData) && { channelData: activity.channelData }),
  };
}

const actionTypes = ['imBack', 'postBack', 'messageBack', 'openUrl'] as const;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every call the desk makes, by name. */
import { type Call, query } from './api.ts';
import type {
  Agent,
  AlertLife,
  AlertsPreview,
  Assist,
  AuditEntry,
  Block,
  Board,
  BotConversation,
  Canned,
  CannedFile,
  Card,
  Chat,
  CustomerPanel,
  Delivery,
  Filled,
  HoursAnswer,
  Me,
  Settings,
  SignedInBrowser,
  StreamGrant,
  Teams,
  UnsettledAlert,
  Wall,
  Way,
  Webhook,
} from './types.ts';

export type DeskApi = ReturnType<typeof deskApi>;

export interface ChatSearch {
  readonly status?: string | undefined;
  readonly agent?: string | undefined;
  readonly shopper?: string | undefined;
  readonly tag?: string | undefined;
  readonly words?: string | undefined;
  readonly before?: number | undefined;
  readonly limit?: number | undefined;
}

export function deskApi(call: Call) {
  const chat = (id: string) => `/api/desk/chats/${encodeURIComponent(id)}`;
  const webhook = (id: string) => `/api/desk/webhooks/${encodeURIComponent(id)}`;
  return {
    session: () => call<Me>('GET', '/api/desk/session'),
    signIn: (body: { email: string; password: string; code?: string }) =>
      call<Me>('POST', '/api/desk/session', body),
    useLink: (token: string) => call<Me>('POST', '/api/desk/session/link', { token }),
    signOut: () => call('DELETE', '/api/desk/session'),
    sessions: () => call<{ sessions: SignedInBrowser[] }>('GET', '/api/desk/sessions'),
    endSession: (id: string) => call('DELETE', `/api/desk/sessions/${encodeURIComponent(id)}`),
    endOtherSessions: () => call('DELETE', '/api/desk/sessions'),
    setPassword: (next: string, current: string | undefined) =>
      call('PUT', '/api/desk/me/password', { next, ...(current && { current }) }),
    beginSecondFactor: (password: string | undefined) =>
      call<{ secret: string; uri: string }>('POST', '/api/desk/me/second-factor', { password }),
    confirmSecondFactor: (code: string) => call('PUT', '/api/desk/me/second-factor', { code }),
    dropSecondFactor: (proof: { password?: string; code: string }) =>
      call('DELETE', '/api/desk/me/second-factor', proof),
    forgetSecondFactor: (id: string) =>
      call('DELETE', `/api/desk/agents/${encodeURIComponent(id)}/second-factor`),
    changeMe: (body: { name?: string }) => call<Me>('PUT', '/api/desk/me', body),
    choosePresence: (presence: Agent['presence']) =>
      call<Agent>('PUT', '/api/desk/me/presence', { presence }),
    heartbeat: (active: boolean, viewing: string | null) =>
      call('POST', '/api/desk/heartbeat', { active, viewing }),

    board: () => call<Board>('GET', '/api/desk/board'),
    readNotices: (ids: readonly string[]) => call('POST', '/api/desk/notices/read', { ids }),
    stream: (chatId: string | undefined, after: number) =>
      call<StreamGrant>('POST', '/api/desk/streams', { ...(chatId && { chat: chatId }), after }),
    chats: (search: ChatSearch) => call<{ chats: Chat[] }>('GET', `/api/desk/chats${query({ ...search })}`),
    chat: (id: string) => call<Chat>('GET', chat(id)),

    claim: (id: string) => call<Chat>('POST', `${chat(id)}/claim`),
    reply: async (
      id: string,
      body: { text: string; attachments?: readonly CannedFile[]; clientId: string },
    ) => (await call<{ id: string }>('POST', `${chat(id)}/messages`, body)).id,
    note: async (id: string, body: { text: string; mentions: readonly string[]; clientId: string }) =>
      (await call<{ id: string }>('POST', `${chat(id)}/notes`, body)).id,
    typing: (id: string) => call('POST', `${chat(id)}/typing`),
    markRead: (id: string, watermark: number) => call('POST', `${chat(id)}/read`, { watermark }),
    close: (id: string, body: Wrapup) => call<Chat>('POST', `${chat(id)}/close`, body),
    handBack: (id: string, body: Wrapup) => call<Chat>('POST', `${chat(id)}/hand-back`, body),
    transfer: (
      id: string,
      body: { agent?: string; skills?: readonly string[]; team?: string; note?: string },
    ) => call<Chat>('POST', `${chat(id)}/transfer`, body),
    requeue: (id: string) => call<Chat>('POST', `${chat(id)}/requeue`, {}),
    snooze: (id: string, until: number) => call<Chat>('POST', `${chat(id)}/snooze`, { until }),
    wake: (id: string) => call<Chat>('POST', `${chat(id)}/wake`),
    flag: (id: string, note: string | null) => call<Chat>('POST', `${chat(id)}/flag`, { note }),
    label: (id: string, body: Labels) => call<Chat>('PUT', `${chat(id)}/labels`, body),
    block: (id: string, body: { reason: string; hours: number }) => call('POST', `${chat(id)}/block`, body),
    takeOver: (id: string) => call<Chat>('POST', `${chat(id)}/take-over`),
    assign: (id: string, agent: string) => call<Chat>('POST', `${chat(id)}/assign`, { agent }),
    transcriptAddress: (id: string) => `${chat(id)}/transcript?notes=yes`,
    mailTranscript: (id: string, email: string) =>
      call<{ email: string }>('POST', `${chat(id)}/transcript/mail`, { ...(email && { email }) }),
    card: (id: string) => call<Card>('GET', `${chat(id)}/card`),
    ways: (id: string) => call<{ ways: Way[] }>('GET', `${chat(id)}/ways`),
    customer: (id: string) => call<CustomerPanel>('GET', `${chat(id)}/customer`),
    /** For what the shopper said last, or for what is being written. */
    assist: (id: string, writing: string) => call<Assist>('GET', `${chat(id)}/assist${query({ writing })}`),
    judge: (id: string, suggestion: string, taken: boolean) =>
      call('POST', `${chat(id)}/assist/${encodeURIComponent(suggestion)}`, { taken }),
    fillCanned: (id: string, canned: string) =>
      call<Filled>('POST', `${chat(id)}/canned/${encodeURIComponent(canned)}`),

    hours: () => call<HoursAnswer>('GET', '/api/desk/hours'),
    changeHours: (version: string, hours: HoursAnswer['hours']) =>
      call<HoursAnswer>('PUT', '/api/desk/hours', { version, hours }),
    resetHours: () => call<HoursAnswer>('DELETE', '/api/desk/hours'),
    teams: () => call<Teams>('GET', '/api/desk/teams'),
    rename: (kind: 'team' | 'skill', from: string, to: string) =>
      call('POST', '/api/desk/names/rename', { kind, from, to }),
    settings: async () => (await call<{ settings: Settings }>('GET', '/api/desk/settings')).settings,
    changeSettings: (change: Partial<Settings>) => call('PATCH', '/api/desk/settings', change),
    canned: async () => (await call<{ canned: Canned[] }>('GET', '/api/desk/canned')).canned,
    saveCanned: (id: string | undefined, body: Omit<Canned, 'id' | 'used'>) =>
      id === undefined
        ? call('POST', '/api/desk/canned', body)
        : call('PUT', `/api/desk/canned/${encodeURIComponent(id)}`, body),
    keepFile: (file: File) => call<CannedFile>('POST', `/api/desk/files${query({ name: file.name })}`, file),
    removeCanned: (id: string) => call('DELETE', `/api/desk/canned/${encodeURIComponent(id)}`),
    draftFaq: (id: string, body: { message: string; question?: string; entry?: string }) =>
      call('POST', `${chat(id)}/faq-draft`, body),
    addGap: (id: string, message: string) => call('POST', `${chat(id)}/gap`, { message }),
    wall: () => call<Wall>('GET', '/api/desk/wall'),
    botConversations: async () =>
      (await call<{ conversations: BotConversation[] }>('GET', '/api/desk/conversations')).conversations,
    agents: async () => (await call<{ agents: Agent[] }>('GET', '/api/desk/agents')).agents,
    addAgent: (agent: Partial<Agent>) =>
      call<{ agent: Agent; link: string }>('POST', '/api/desk/agents', agent),
    changeAgent: (id: string, change: Partial<Agent>) =>
      call<Agent>('PATCH', `/api/desk/agents/${encodeURIComponent(id)}`, change),
    inviteAgain: (id: string) =>
      call<{ agent: Agent; link: string }>('POST', `/api/desk/agents/${encodeURIComponent(id)}/link`),
    webhooks: () =>
      call<{ webhooks: Webhook[]; events: { name: string; what: string }[] }>('GET', '/api/desk/webhooks'),
    addWebhook: (body: Pick<Webhook, 'url' | 'events' | 'description'>) =>
      call<{ webhook: Webhook; secret: string }>('POST', '/api/desk/webhooks', body),
    changeWebhook: (id: string, body: Partial<Webhook>) => call<Webhook>('PATCH', webhook(id), body),
    removeWebhook: (id: string) => call('DELETE', webhook(id)),
    renewWebhook: (id: string) => call<{ secret: string }>('POST', `${webhook(id)}/secret`),
    testWebhook: (id: string) => call<Delivery>('POST', `${webhook(id)}/test`),
    deliveries: async (id: string) =>
      (await call<{ deliveries: Delivery[] }>('GET', `${webhook(id)}/deliveries`)).deliveries,
    retryDelivery: (id: string, delivery: string) =>
      call('POST', `${webhook(id)}/deliveries/${encodeURIComponent(delivery)}/retry`),
    alertsPreview: (at: string | undefined) =>
      call<AlertsPreview>('GET', `/api/alerts/preview${query({ at })}`),
    alertsOf: async (customer: string) =>
      (await call<{ alerts: AlertLife[] }>('GET', `/api/alerts/customers/${encodeURIComponent(customer)}`))
        .alerts,
    unsettledAlerts: async () =>
      (await call<{ messages: UnsettledAlert[] }>('GET', '/api/alerts/unsettled')).messages,
    settleAlert: (id: string, as: 'sent' | 'again') =>
      call('POST', `/api/alerts/unsettled/${encodeURIComponent(id)}`, { as }),
    runAlerts: () => call('POST', '/api/alerts/run'),
    audit: (wanted: { act?: string; who?: string; cursor?: string | undefined }) =>
      call<{ entries: AuditEntry[]; next: string | null }>('GET', `/api/desk/audit${query(wanted)}`),
    blocks: async () => (await call<{ blocks: Block[] }>('GET', '/api/desk/blocks')).blocks,
    unblock: (shopper: string) => call('DELETE', `/api/desk/blocks/${encodeURIComponent(shopper)}`),
  };
}

export interface Wrapup {
  readonly disposition?: string | null;
  readonly tags?: readonly string[];
}

export interface Labels extends Wrapup {
  readonly priority?: number;
  readonly email?: string | null;
}

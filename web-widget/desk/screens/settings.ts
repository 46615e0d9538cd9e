/** What supervisors and admins settle: how chats are given, clocks, people, canned replies, and who changed what. */
import { type Child, type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import { hashOf, type Place } from '../model/place.ts';
import type { Screen } from '../model/screens.ts';
import type { Agent, Block, Webhook } from '../wire/types.ts';
import { AuditLog, auditPart } from './audit.ts';
import { blocksPart } from './blocks.ts';
import { cannedPart } from './canned.ts';
import { deskPart, slaPart } from './desk-settings.ts';
import { hoursPart } from './hours.ts';
import { HoursDraft } from './hours-draft.ts';
import { pageWithTabs } from './page.ts';
import { peoplePart } from './people.ts';
import { webhooksPart } from './webhooks.ts';

const parts = ['desk', 'hours', 'sla', 'people', 'canned', 'webhooks', 'blocks', 'audit'] as const;
type Part = (typeof parts)[number];

export class SettingsScreen implements Screen {
  agents: readonly Agent[] = [];
  blocks: readonly Block[] = [];
  webhooks: readonly Webhook[] = [];
  webhookEvents: readonly { readonly name: string; readonly what: string }[] = [];
  readonly hours: HoursDraft;
  readonly audit: AuditLog;
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    this.hours = new HoursDraft(app);
    this.audit = new AuditLog(app);
  }

  async enter(place: Place): Promise<void> {
    const part = place.screen === 'settings' ? partOf(place.part) : 'desk';
    await this.#app.screens.fetchSettings();
    if (part === 'people') await this.fetchAgents();
    if (part === 'hours') await this.hours.fetch();
    if (part === 'audit') await this.audit.fetch();
    if (part === 'blocks') await this.fetchBlocks();
    if (this.#app.isAdmin) await this.fetchWebhooks();
  }

  changed(what: 'board' | 'settings' | 'knowledge'): void {
    const { place } = this.#app;
    const part = place.screen === 'settings' ? partOf(place.part) : undefined;
    if (part === 'people') void this.#app.attempt(() => this.fetchAgents());
    if (part === 'hours' && what === 'settings') void this.#app.attempt(() => this.hours.fetch());
    if (part === 'audit' && what === 'settings') void this.#app.attempt(() => this.audit.fetch());
  }

  async fetchAgents(): Promise<void> {
    this.agents = await this.#app.api.agents();
    this.#app.draw();
  }

  async fetchWebhooks(): Promise<void> {
    const { webhooks, events } = await this.#app.api.webhooks();
    this.webhooks = webhooks;
    this.webhookEvents = events;
    this.#app.draw();
  }

  async fetchBlocks(): Promise<void> {
    this.blocks = await this.#app.api.blocks();
    this.#app.draw();
  }
}

export function settingsScreen(app: App, name: string): VNode {
  const { t } = app;
  const part = partOf(name);
  const tabs = parts
    .filter((each) => each !== 'webhooks' || app.settings.webhookEvents.length > 0)
    .map((each) => ({
      title: t.settingParts[each],
      href: hashOf({ screen: 'settings', part: each }),
      isHere: each === part,
    }));
  return pageWithTabs(app, t.settings, tabs, v('div', { key: part, class: 'settings' }, partView(app, part)));
}

function partView(app: App, part: Part): Child {
  switch (part) {
    case 'desk':
      return deskPart(app);
    case 'hours':
      return hoursPart(app);
    case 'sla':
      return slaPart(app);
    case 'people':
      return peoplePart(app);
    case 'canned':
      return cannedPart(app);
    case 'webhooks':
      return webhooksPart(app);
    case 'blocks':
      return blocksPart(app);
    case 'audit':
      return auditPart(app);
  }
}

function partOf(name: string): Part {
  return parts.find((each) => each === name) ?? 'desk';
}

/**
 * `<shopdesk-chat>`: the shopper's widget. Joins the chat (what is said) with its face (what is seen). The loader
 * creates it; it stores and opens nothing until it is opened, unless a chat from before is to be kept in step.
 */
import { Chat } from './chat/chat.ts';
import {
  defaultConfig,
  readShopConfig,
  type ShopConfig,
  sizeLabel,
  uploadProblem,
} from './chat/shop-config.ts';
import { type ChatElement, type ChatOptions, chatTag, type PageContext } from './options.ts';
import { type Language, languageOf, type Texts, texts } from './texts.ts';
import adaptiveCardCss from './view/adaptive-card.css';
import { Announcer, asSpoken } from './view/announcer.ts';
import { Banner } from './view/banner.ts';
import cardsCss from './view/cards.css';
import { Composer } from './view/composer.ts';
import { downloadChat } from './view/download.ts';
import { Header } from './view/header.ts';
import { MessageList } from './view/message-list.ts';
import messagesCss from './view/messages.css';
import motionCss from './view/motion.css';
import panelCss from './view/panel.css';
import { Panel } from './view/panel.ts';
import peopleCss from './view/people.css';
import { PeopleStrip } from './view/people-strip.ts';
import { QuickReplies } from './view/quick-replies.ts';
import { Scheme } from './view/scheme.ts';
import { TabTitle } from './view/tab-title.ts';
import type { View } from './view/view.ts';
import type { ConnectionState } from './wire/connection.ts';

class ShopdeskChat extends HTMLElement implements ChatElement {
  options: ChatOptions | undefined;
  #chat: Chat | undefined;
  #config: ShopConfig = defaultConfig;
  #language: Language = 'en';
  #unread = 0;
  #drawPlanned = false;
  #spokenState: ConnectionState = 'online';
  readonly #announcer = new Announcer();
  readonly #title = new TabTitle();
  readonly #list = new MessageList();
  readonly #quickReplies = new QuickReplies();
  readonly #banner = new Banner(() => this.#chat?.networkChanged());
  readonly #composer = new Composer({
    say: (words) => {
      this.#list.scrollToEnd();
      this.#chat?.say(words);
    },
    attach: (files) => this.#upload(files),
    typing: () => this.#chat?.typing(),
  });
  readonly #header = new Header({ close: () => this.close(), switchLanguage: () => this.#switchLanguage() });
  readonly #people = new PeopleStrip({
    backToBot: () => this.#chat?.leaveLine(true),
    leave: () => this.#chat?.leaveLine(false),
    rate: (score, comment) => this.#chat?.rate(score, comment),
    download: () => this.#chat && downloadChat(this.#chat, this.#texts),
    knownAddress: async () => this.#chat?.copyAddress(),
    mailCopy: async (address) => (await this.#chat?.mailCopy(address)) ?? '',
    // The bot has the chat again, and asks where it shall go.
    mail: () => this.#chat?.say(this.#texts.mailChat),
  });
  readonly #panel = new Panel(
    { closed: () => this.close(), dropped: (files) => this.#upload(files) },
    this.#header.element,
    this.#banner.element,
    this.#people.element,
    this.#list.element,
    this.#composer.element,
    this.#announcer.element,
  );

  readonly #scheme = new Scheme(this.#panel.element);

  constructor() {
    super();
    const sheets = [panelCss, peopleCss, messagesCss, cardsCss, adaptiveCardCss, motionCss].map((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      return sheet;
    });
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [...sheets, this.#scheme.sheet];
    root.append(this.#panel.element);
  }

  connectedCallback(): void {
    const { options } = this;
    if (!options || this.#chat) return;
    const chat = new Chat(options.server, {
      changed: () => this.#planDraw(),
      arrived: (activity) => {
        if (this.#panel.isOpen) this.#announcer.say(asSpoken(activity));
        this.#list.hint();
      },
    });
    this.#chat = chat;
    this.setLanguage(chat.memory.language ?? options.language);
    chat.setContext(options.context);
    if (options.token !== undefined) chat.signIn(options.token);
    addEventListener('online', this.#onNetwork);
    addEventListener('offline', this.#onNetwork);
    document.addEventListener('visibilitychange', this.#onVisible);
    this.#scheme.follow(options.theme, options.accent);
    this.#panel.element.classList.toggle('left', options.position === 'left');
    if (chat.memory.session) this.#begin(chat);
    // The shopper went to another page with the chat open; a phone shows the page first.
    if (chat.memory.session && chat.memory.isOpen && !this.#panel.fillsScreen) this.#show(chat);
  }

  disconnectedCallback(): void {
    this.#panel.close();
    this.#chat?.stop();
    this.#chat = undefined;
    removeEventListener('online', this.#onNetwork);
    removeEventListener('offline', this.#onNetwork);
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.#scheme.stop();
    this.#title.show(0, this.#texts);
  }

  open(words?: string): void {
    if (words) this.#composer.write(words);
    if (!this.#chat || this.#panel.isOpen) return;
    this.#begin(this.#chat);
    this.#show(this.#chat);
    this.#focus();
  }

  close(): void {
    if (!this.#panel.isOpen) return;
    this.#panel.close();
    if (this.#chat) this.#chat.isPresent = false;
    this.options?.onToggle(false);
    this.options?.returnFocusTo.focus();
  }

  signIn(token: string): void {
    this.#chat?.signIn(token);
  }

  setContext(context: PageContext): void {
    this.#chat?.setContext(context);
  }

  setLanguage(language: string): void {
    this.#language = languageOf(language);
    if (this.#chat) this.#chat.language = this.#language;
    // Not on the host: a bilingual page may hide what is in the other language.
    this.#panel.element.lang = this.#language;
    this.#composer.label(this.#texts);
    this.#planDraw();
  }

  get #texts(): Texts {
    return texts[this.#language];
  }

  /** On touch screens the field would bring up the keyboard, over what there is to read. */
  #focus(): void {
    if (matchMedia('(pointer: coarse)').matches) this.#panel.element.focus({ preventScroll: true });
    else this.#composer.focus();
  }

  #show(chat: Chat): void {
    this.#panel.open();
    this.#draw();
    this.#list.scrollToEnd();
    chat.isPresent = true;
    this.options?.onToggle(true);
  }

  #begun = false;

  #begin(chat: Chat): void {
    if (this.#begun) return;
    this.#begun = true;
    chat.connect();
    chat.line.config().then(
      (answer) => {
        this.#config = readShopConfig(answer);
        this.#composer.accept(this.#config.uploadTypes);
        this.#scheme.setDefaultAccent(this.#config.accent);
        this.#planDraw();
      },
      // The defaults will do; it is asked for again on the next page.
      () => undefined,
    );
  }

  #switchLanguage(): void {
    this.setLanguage(this.#language === 'en' ? 'zh' : 'en');
    if (this.#chat) this.#chat.memory.language = this.#language;
  }

  #upload(files: readonly File[]): void {
    const config = this.#config;
    const good: File[] = [];
    for (const file of files) {
      const problem = uploadProblem(file, config);
      if (!problem) good.push(file);
      else if (problem === 'type') this.#notify(this.#texts.fileType(file.name));
      else this.#notify(this.#texts.fileTooLarge(file.name, sizeLabel(config.uploadMaxBytes)));
    }
    this.#list.scrollToEnd();
    if (good.length > 0) this.#chat?.upload(good);
  }

  #notify(words: string): void {
    this.#announcer.say(words);
    this.#banner.notice(words, () => this.#planDraw());
  }

  /** Many changes, one drawing. Not on animation frames: they rest in hidden tabs, where the title still counts. */
  #planDraw(): void {
    if (this.#drawPlanned) return;
    this.#drawPlanned = true;
    setTimeout(() => {
      this.#drawPlanned = false;
      this.#draw();
    });
  }

  #draw(): void {
    const chat = this.#chat;
    if (!chat) return;
    this.#countUnread(chat);
    if (!this.#panel.isOpen) return;
    const view = this.#view(chat);
    const { entries, suggestedActions, typingMs } = chat.transcript;
    const footer = this.#quickReplies.draw(suggestedActions, view);
    this.#header.draw(this.#config, this.#language, this.#texts);
    this.#announceState(chat.state);
    this.#banner.draw(chat.state, this.#texts);
    this.#people.draw(chat.people, this.#texts);
    this.#list.draw(entries, typingMs > 0, footer, view);
  }

  #announceState(state: ConnectionState): void {
    if (state === 'lost' && this.#spokenState !== 'lost') this.#announcer.say(this.#texts.lost);
    if (state === 'online' && this.#spokenState === 'lost') this.#announcer.say(this.#texts.backOnline);
    if (state !== 'connecting') this.#spokenState = state;
  }

  #view(chat: Chat): View {
    return {
      texts: this.#texts,
      language: this.#language,
      server: this.options?.server ?? '',
      readAt: chat.people.readAt,
      act: (action) => {
        chat.act(action);
        this.#focus();
      },
      submit: (value, title) => chat.submit(value, title),
      judge: (activityId, verdict) => {
        chat.judge(activityId, verdict);
        this.#announcer.say(verdict === 'up' ? this.#texts.thanks : this.#texts.sorry);
      },
      retry: (clientId) => chat.retry(clientId),
    };
  }

  #countUnread(chat: Chat): void {
    if (this.#panel.isOpen && document.visibilityState === 'visible') chat.markSeen();
    const { unread } = chat;
    this.#title.show(unread, this.#texts);
    if (unread === this.#unread) return;
    this.#unread = unread;
    this.options?.onUnread(unread);
  }

  readonly #onVisible = (): void => {
    if (document.visibilityState === 'visible' && this.#begun) this.#chat?.connect();
    this.#planDraw();
  };

  readonly #onNetwork = (): void => {
    if (this.#begun) this.#chat?.networkChanged();
  };
}

// A page that carries the script twice still has one kind of chat.
if (!customElements.get(chatTag)) customElements.define(chatTag, ShopdeskChat);

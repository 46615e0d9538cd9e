/** The demo shop's page: its window, a cart that lasts until the page is left, two languages, and the chat beside. */
import type {} from '../options.ts';
import { type Language, languageOf } from '../texts.ts';
import { h } from '../view/dom.ts';
import { startClock } from './clock.ts';
import { People } from './people.ts';
import { type Category, type Product, products } from './products.ts';
import { storeTexts } from './texts.ts';

type Shelf = Category | 'all';
const shelves: readonly Shelf[] = ['all', 'players', 'turntables', 'amplifiers', 'speakers', 'music'];

const grid = part('products');
const filters = part('filters');
const cartButton = part('cart');
const news = part('news');
const people = new People({
  bar: part('demo'),
  people: part('people'),
  mailbox: part('mailbox'),
  tries: part('tries'),
});
const cart: Product[] = [];
let language: Language = languageOf(navigator.language);
let shelf: Shelf = 'all';

show();
part('language').addEventListener('click', () => {
  language = language === 'en' ? 'zh' : 'en';
  show();
});
for (const button of document.querySelectorAll('[data-ask]')) {
  button.addEventListener('click', () => window.Shopdesk?.open());
}
const clockButton = part('clock');
if (clockButton instanceof HTMLButtonElement) startClock(clockButton, () => language, say);
cartButton.addEventListener('click', () => say(storeTexts[language].cart(cart.length, total())));

/** Draws everything that depends on language, shelf and cart. The fixed sentences switch by style sheet. */
function show(): void {
  const texts = storeTexts[language];
  people.show(language);
  document.documentElement.lang = language;
  document.title = texts.title;
  filters.replaceChildren(...shelves.map(renderFilter));
  grid.replaceChildren(...products.filter(isOnShelf).map(renderProduct));
  cartButton.setAttribute('aria-label', texts.cart(cart.length, total()));
  cartButton.dataset.count = String(cart.length);
}

function renderFilter(which: Shelf): HTMLElement {
  const choose = () => {
    shelf = which;
    show();
    say(storeTexts[language].shown(products.filter(isOnShelf).length));
    filters.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  };
  const pressed = which === shelf ? 'true' : 'false';
  return h(
    'button',
    { type: 'button', 'aria-pressed': pressed, onclick: choose },
    storeTexts[language].categories[which],
  );
}

function renderProduct(product: Product): HTMLElement {
  const texts = storeTexts[language];
  const { id, name, image } = product;
  const picture = h('img', {
    src: `/storefront/images/${image}.svg`,
    alt: '',
    width: 600,
    height: 400,
    loading: 'lazy',
  });
  const former =
    product.formerPrice &&
    h('s', {}, h('span', { class: 'spoken' }, `${texts.wasPrice} `), money(product.formerPrice));
  return h(
    'li',
    { class: 'product', id },
    h(
      'div',
      { class: 'product-picture' },
      picture,
      product.isNew && h('span', { class: 'tag' }, texts.isNew),
    ),
    h('h3', {}, name),
    h('p', { class: 'about' }, product[language]),
    h('p', { class: 'price' }, money(product.price), ' ', former || undefined),
    h(
      'div',
      { class: 'product-actions' },
      h(
        'button',
        { type: 'button', class: 'add', 'aria-label': `${texts.add}: ${name}`, onclick: () => add(product) },
        texts.add,
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'quiet',
          'aria-label': `${texts.ask}: ${name}`,
          onclick: () => ask(product),
        },
        texts.ask,
      ),
    ),
  );
}

function isOnShelf({ category }: Product): boolean {
  return shelf === 'all' || category === shelf;
}

function add(product: Product): void {
  cart.push(product);
  const texts = storeTexts[language];
  cartButton.setAttribute('aria-label', texts.cart(cart.length, total()));
  cartButton.dataset.count = String(cart.length);
  window.Shopdesk?.setContext({ cart: { total: total(), items: cart.map(({ id }) => id) } });
  say(texts.added(product.name));
}

/** The chat then knows which product "it" is. */
function ask({ id, name }: Product): void {
  window.Shopdesk?.setContext({ product: { id, title: name } });
  window.Shopdesk?.open();
}

function total(): string {
  return money(cart.reduce((sum, { price }) => sum + price, 0));
}

function money(dollars: number): string {
  const format = { style: 'currency', currency: 'USD', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-US', format).format(dollars);
}

function say(words: string): void {
  news.textContent = words;
  news.classList.remove('shown');
  // Reading a size makes the browser notice that the class was gone, so the note appears anew.
  void news.offsetWidth;
  news.classList.add('shown');
}

function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new TypeError(`index.html has no #${id}.`);
  return element;
}

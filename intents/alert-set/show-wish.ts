/** How a wish to hear of shows is put into words: of whom, and near where. */
import type { City, Turn, Wish } from '../../src/kit.ts';

/** The town as a wish keeps it; in Chinese it is called what the shopper called it. */
export function townOf(said: string, { city, region, country, latitude, longitude }: City) {
  const abroad = new Intl.DisplayNames(['en'], { type: 'region' }).of(country) ?? country;
  const name = /\p{Script=Han}/u.test(said) ? said : `${city}, ${country === 'US' ? region : abroad}`;
  return { name, city, latitude, longitude };
}

/** Blanks of a sentence: "a show of {who} {where}". */
export function whatIsHeard(
  turn: Turn,
  { subject, title, terms }: Pick<Wish, 'subject' | 'title' | 'terms'>,
) {
  const { near, withinKm: km } = terms;
  const place = near ? 'town' : 'home';
  return {
    show: subject === '*' ? turn.phrase('alert-set.any-show') : turn.phrase('alert-set.show-of', { title }),
    where:
      km === undefined
        ? turn.phrase(`alert-set.near-${place}`, { town: near?.name ?? '' })
        : turn.phrase(`alert-set.within-${place}`, { town: near?.name ?? '', km }),
  };
}

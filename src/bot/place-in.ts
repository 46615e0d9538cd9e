/** Finds the city that a shopper names, in either language. */
import { usualForm } from '../core/as-asked.ts';
import { type City, type CustomerPlace, findCity, isLargerThanCity, placeOf } from '../customers/index.ts';

export type { City, CustomerPlace };

/** Words around a city in "I live in Boston, MA" or "我住在波士顿". */
const around =
  /^.*?(?:\b(?:i(?:'m| am)?|we)\s+(?:now\s+)?(?:live|living|based|located|moved|am|are)?\s*(?:in|to|near|from)\s+|\bmy (?:city|town|place|location) is\s+|\bnear\s+|我(?:现在)?(?:住在|住|在|搬到了?|来自)|我的城市是)\s*/iu;
const after = /[.!?。！？]+$|\s+(?:now|please|at the moment|right now)\b.*$|(?:市|附近|了)$/giu;

/** The most populous city of that name that the text may mean; undefined when it names none, or a country or state. */
export function cityIn(text: string): City | undefined {
  const said = usualForm(text).replace(around, '').replace(after, '').trim();
  if (said === '' || said.length > 80) return undefined;
  const known = chineseNames.get(said) ?? shortNames.get(said.toLowerCase().replaceAll('.', ''));
  if (known !== undefined) return findCity({ city: known });
  if (/^\p{Script=Latin}{1,2}$/u.test(said)) return undefined;
  const found = findCity({ city: said });
  return found && isLargerThanCity(said, found) ? undefined : found;
}

/** As it is told to them: `Boston, MA, US`; regions that GeoNames only numbers are left out. */
export function placeName({
  city,
  region,
  country,
}: Pick<CustomerPlace, 'city' | 'region' | 'country'>): string {
  return [city, region, country].filter((part) => part !== undefined && !/^\d*$/u.test(part)).join(', ');
}

export { isStateOrCountry } from '../customers/index.ts';

/** The city as a place that the customer chose. */
export function placeIn(text: string): { place: CustomerPlace; timeZone: string } | undefined {
  const city = cityIn(text);
  return city && { place: placeOf(city, 'chosen'), timeZone: city.timeZone };
}

/** GeoNames' list has no Chinese names; these are the cities that shoppers of a shop abroad name most. */
const chineseNames: ReadonlyMap<string, string> = new Map(
  `波士顿 Boston, MA|芝加哥 Chicago|纽约 New York|洛杉矶 Los Angeles|旧金山 San Francisco|三藩市 San Francisco|西雅图 Seattle|
休斯敦 Houston|休斯顿 Houston|费城 Philadelphia|华盛顿 Washington, DC|迈阿密 Miami|亚特兰大 Atlanta|达拉斯 Dallas|丹佛 Denver|
奥斯汀 Austin|圣地亚哥 San Diego|圣何塞 San Jose, CA|拉斯维加斯 Las Vegas|底特律 Detroit|波特兰 Portland, OR|剑桥 Cambridge, MA|
多伦多 Toronto|温哥华 Vancouver|蒙特利尔 Montréal|伦敦 London|曼彻斯特 Manchester|巴黎 Paris|柏林 Berlin|慕尼黑 Munich|
阿姆斯特丹 Amsterdam|马德里 Madrid|巴塞罗那 Barcelona|罗马 Rome|米兰 Milan|维也纳 Vienna|苏黎世 Zürich|东京 Tokyo|大阪 Osaka|
首尔 Seoul|新加坡 Singapore|悉尼 Sydney|墨尔本 Melbourne|奥克兰 Auckland|香港 Hong Kong|台北 Taipei|澳门 Macau|北京 Beijing|
上海 Shanghai|广州 Guangzhou|深圳 Shenzhen|成都 Chengdu|杭州 Hangzhou|南京 Nanjing|武汉 Wuhan|西安 Xi’an|重庆 Chongqing|
天津 Tianjin|苏州 Suzhou|厦门 Xiamen|青岛 Qingdao`
    .split('|')
    .map((entry) => {
      const [chinese = '', ...english] = entry.trim().split(' ');
      return [chinese, english.join(' ')];
    }),
);

/** What shoppers call the largest American cities. */
const shortNames: ReadonlyMap<string, string> = new Map([
  ['nyc', 'New York'],
  ['la', 'Los Angeles'],
  ['sf', 'San Francisco'],
  ['dc', 'Washington, DC'],
  ['philly', 'Philadelphia'],
  ['vegas', 'Las Vegas'],
]);

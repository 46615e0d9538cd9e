/** Whether a message is in a language that nobody taught us, so that we can say so instead of guessing. */
import { everydayWords } from '../everyday-words.ts';
import { isAscii } from '../normalise.ts';

/**
 * True when `text` is plainly in none of our languages: by its script, or by everyday words of another language that
 * outnumber the English ones. A few words without any of these count as ours, for names and goods look the same in all.
 */
export function isOtherLanguage(text: string): boolean {
  const sample = text.normalize('NFC').toLowerCase().slice(0, 1_000);
  const isPlain = isAscii(sample);
  if (!isPlain && isMostlyForeign(sample)) return true;
  const words = new Set(sample.match(isPlain ? /[a-z]+/g : /\p{Script=Latin}+/gu) ?? []);
  const hits = others.map(() => 0);
  let ours = 0;
  for (const word of words) {
    if (english.has(word)) ours++;
    for (const language of languagesOf.get(word) ?? []) hits[language] = (hits[language] ?? 0) + 1;
  }
  const most = Math.max(...hits);
  return most > ours && (most >= 2 || (words.size === 1 && lettersIn(sample) > 3));
}

/** Japanese writes half of a sentence in Chinese characters. */
function isMostlyForeign(sample: string): boolean {
  const letters = lettersIn(sample);
  return letters > 1 && (sample.match(otherScripts)?.length ?? 0) * 3 >= letters;
}

function lettersIn(sample: string): number {
  return sample.match(/\p{L}/gu)?.length ?? 0;
}

const otherScripts =
  /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}]/gu;

const english: ReadonlySet<string> = new Set([...everydayWords, 'a', 'i', 'u', 'he', 'we', 'the']);

/** Everyday words of the languages that shoppers write in most, with and without their marks; none that English has. */
const others: readonly (readonly string[])[] = [
  // Spanish
  'hola gracias buenos buenas días dias tardes dónde donde está esta están estan mi mis pedido paquete el los las una unos que qué cómo como cuánto cuanto cuesta cuándo cuando para por quiero quisiera tengo tiene tienen puedo pueden hablan habla español espanol envío envio enviar devolver devolución devolucion ayuda necesito pero muy con sin hay usted ustedes su llega llegado comprar tocadiscos disco discos',
  // Portuguese
  'olá ola obrigado obrigada bom boa tarde onde está esta meu minha pedido encomenda o os uma que como quanto custa quando para quero tenho tem posso podem fala falam você voce vocês voces português portugues envio enviar devolver ajuda preciso mas muito com sem não nao seu sua chegou comprar loja vocês',
  // French
  'bonjour bonsoir merci salut où ou est ma mon mes commande colis le les une des du que quoi comment combien coûte coute quand pour je vous avez puis peux pouvez parlez parle français francais livraison retourner retour aide besoin mais très tres avec sans pas votre vos acheter voudrais suis chez',
  // German
  'hallo danke guten tag morgen wo ist meine mein meinen bestellung paket der das eine einen ein wie viel wieviel kostet wann für fuer ich sie haben habe kann können koennen sprechen sprichst deutsch versand zurückgeben zurueckgeben rückgabe hilfe brauche aber sehr mit ohne nicht kein keine euer eure kaufen möchte moechte und bitte geöffnet lieferung liefern plattenspieler',
  // Italian
  'ciao grazie buongiorno buonasera dove è sono mio mia ordine pacco il gli una che come quanto costa quando per voglio vorrei ho hai avete posso potete parlate parla italiano spedizione spedite restituire aiuto bisogno molto con senza non vostro comprare giradischi',
  // Dutch
  'hallo bedankt goedendag waar mijn bestelling pakket het een hoe veel hoeveel kost wanneer voor ik u jullie hebben heb kan kunnen spreken spreekt nederlands verzending terugsturen hulp nodig maar heel met zonder niet geen kopen wil graag',
  // Polish, Turkish, Vietnamese, Indonesian
  'cześć czesc dzień dzien dobry dziękuję dziekuje gdzie jest moje zamówienie zamowienie ile kosztuje kiedy chcę chce mam czy po polsku wysyłka nie proszę prosze',
  'merhaba teşekkürler tesekkurler nerede siparişim siparisim ne kadar zaman istiyorum var mı türkçe turkce kargo iade yardım lütfen lutfen',
  'xin chào chao cảm ơn đơn hàng của tôi ở đâu bao nhiêu khi nào muốn có không tiếng việt giao',
  'halo terima kasih di mana pesanan saya berapa harga kapan ingin apakah bisa bahasa pengiriman tolong tidak',
].map((words) => words.split(' ').filter((word) => !english.has(word)));

/** Which of these languages have a word, by their places. */
const languagesOf = new Map<string, readonly number[]>();
others.forEach((words, language) => {
  for (const word of new Set(words)) languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);
});

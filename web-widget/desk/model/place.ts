/** Where in the desk one is, kept in the address after `#`, so that it can be linked, reloaded and gone back from. */

export type Place =
  | { readonly screen: 'chats'; readonly chat: string | undefined }
  | { readonly screen: 'search' }
  | { readonly screen: 'wall' }
  | { readonly screen: 'knowledge'; readonly part: KnowledgePart; readonly entry: string | undefined }
  | { readonly screen: 'alerts' }
  | { readonly screen: 'settings'; readonly part: string }
  | { readonly screen: 'account' };

export const knowledgeParts = ['entries', 'gaps', 'expiring', 'thumbs', 'history'] as const;
export type KnowledgePart = (typeof knowledgeParts)[number];

export function placeOf(hash: string): Place {
  const [screen, second, ...rest] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decoded);
  switch (screen) {
    case 'search':
    case 'wall':
    case 'alerts':
    case 'account':
      return { screen };
    case 'knowledge': {
      const part = knowledgeParts.find((each) => each === second) ?? 'entries';
      return { screen, part, entry: rest.join('/') || undefined };
    }
    case 'settings':
      return { screen, part: second || 'desk' };
    case 'chat':
      return { screen: 'chats', chat: second || undefined };
    default:
      return { screen: 'chats', chat: undefined };
  }
}

export function hashOf(place: Place): string {
  switch (place.screen) {
    case 'chats':
      return place.chat ? `#/chat/${encodeURIComponent(place.chat)}` : '#/';
    case 'knowledge':
      return `#/knowledge/${place.part}${place.entry ? `/${encodeURIComponent(place.entry)}` : ''}`;
    case 'settings':
      return `#/settings/${place.part}`;
    default:
      return `#/${place.screen}`;
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

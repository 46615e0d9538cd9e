/** The screens beside the chats. */
import type { VNode } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import type { Place } from '../model/place.ts';
import { accountScreen } from '../screens/account.ts';
import { alertsScreen } from '../screens/alerts.ts';
import { knowledgeScreen } from '../screens/knowledge/knowledge.ts';
import { searchScreen } from '../screens/search.ts';
import { settingsScreen } from '../screens/settings.ts';
import { wallScreen } from '../screens/wall.ts';
import { empty } from './pieces.ts';

export function screenView(app: App, place: Place): VNode {
  switch (place.screen) {
    case 'search':
      return searchScreen(app);
    case 'knowledge':
      return knowledgeScreen(app, place.part, place.entry);
    case 'alerts':
      return alertsScreen(app);
    case 'wall':
      return wallScreen(app);
    case 'account':
      return accountScreen(app);
    case 'settings':
      return settingsScreen(app, place.part);
    case 'chats':
      return empty(app.t.nothingHere);
  }
}

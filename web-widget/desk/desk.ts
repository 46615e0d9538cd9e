/** The desk's page: an agent's whole day. Uses the desk's API and the same streams as the widget. */
import { patch } from './dom/patch.ts';
import { listenToKeys } from './keys/keyboard.ts';
import { App } from './model/app.ts';
import { shell } from './view/shell.ts';

const root = document.getElementById('desk');
if (root) {
  const app = new App((drawn) => patch(root, shell(drawn)));
  listenToKeys(app);
  void app.start();
}

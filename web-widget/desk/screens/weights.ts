/** How much of an agent's capacity a chat takes: by its kind, the skills it asks for, and its channel. */
import { type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import { channelLabel, knownChannels } from '../view/channel-label.ts';
import { choice, field, input } from '../view/pieces.ts';
import type { Settings } from '../wire/types.ts';

type Weights = Settings['weights'];

const most = 20;

export function weightsBox(
  { weights, skills }: Pick<Settings, 'weights' | 'skills'>,
  app: App,
  changed: (weights: Weights) => void,
): VNode {
  const { t } = app;
  const names = [...new Set([...skills, ...Object.keys(weights.skills)])];
  const channels = Object.keys(weights.channels);
  const others = knownChannels.filter((channel) => !channels.includes(channel));
  return v(
    'section',
    { key: t.weighing, class: 'box grid', 'aria-label': t.weighing },
    v('h2', {}, t.weighing),
    v('p', { class: 'soft' }, t.weighingHint),
    weight(t.weightOfChat, weights.chat, (chat) => changed({ ...weights, chat: chat ?? 1 }), true),
    weight(
      t.weightOfMessage,
      weights.message,
      (message) => changed({ ...weights, message: message ?? 1 }),
      true,
    ),
    names.map((name) =>
      weight(t.weightOfSkill(name), weights.skills[name], (value) =>
        changed({ ...weights, skills: withWeight(weights.skills, name, value) }),
      ),
    ),
    channels.map((name) =>
      weight(t.weightOfChannel(channelLabel(name)), weights.channels[name], (value) =>
        changed({ ...weights, channels: withWeight(weights.channels, name, value) }),
      ),
    ),
    others.length > 0 &&
      field(
        t.addWeight,
        choice(
          [
            { value: '', title: '…' },
            ...others.map((name) => ({ value: name, title: t.weightOfChannel(channelLabel(name)) })),
          ],
          '',
          (name) => name && changed({ ...weights, channels: { ...weights.channels, [name]: 2 } }),
        ),
      ),
  );
}

/** Empty: it adds nothing to what a chat weighs anyhow. */
function weight(
  label: string,
  value: number | undefined,
  done: (value: number | undefined) => void,
  required = false,
): VNode {
  return field(
    label,
    input(value === undefined ? '' : String(value), (text) => done(text === '' ? undefined : Number(text)), {
      type: 'number',
      min: 1,
      max: most,
      step: 1,
      placeholder: '1',
      required,
    }),
  );
}

function withWeight(
  weights: Readonly<Record<string, number>>,
  name: string,
  value: number | undefined,
): Record<string, number> {
  const { [name]: _, ...others } = weights;
  return value === undefined ? others : { ...weights, [name]: value };
}

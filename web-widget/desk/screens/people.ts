/** The people of the desk: who they are, what they can, how much fits, and how they come in. */
import { type Child, type VNode, v } from '../dom/node.ts';
import type { App } from '../model/app.ts';
import { button, check, choice, face, field, input, listOf, pill } from '../view/pieces.ts';
import { presenceLabel } from '../view/words.ts';
import type { Agent } from '../wire/types.ts';

export function peoplePart(app: App): Child {
  const { t, settings } = app;
  return [
    app.isAdmin &&
      v(
        'div',
        { class: 'row' },
        button(t.invite, () => askAgent(app, undefined), { class: 'primary' }),
      ),
    v(
      'div',
      { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': t.settingParts.people },
      v(
        'table',
        { class: 'table' },
        v(
          'thead',
          {},
          v(
            'tr',
            {},
            [t.name, t.role, t.state, t.load, t.skills, t.languages, t.actions].map((each) =>
              v('th', { scope: 'col' }, each),
            ),
          ),
        ),
        v(
          'tbody',
          {},
          settings.agents.map((agent) => row(agent, app)),
        ),
      ),
    ),
  ];
}

function row(agent: Agent, app: App): VNode {
  const { t } = app;
  return v(
    'tr',
    { key: agent.id, class: agent.disabled ? 'gone' : '' },
    v(
      'td',
      {},
      v(
        'span',
        { class: 'row' },
        face(agent.name, agent.id, 'tiny'),
        v(
          'span',
          {},
          v('span', { class: 'strong' }, agent.name),
          ' ',
          v('span', { class: 'soft small' }, agent.email),
        ),
      ),
    ),
    v('td', {}, t.roles[agent.role], agent.twoFactor && [' ', pill('2FA', 'good')]),
    v(
      'td',
      {},
      agent.disabled
        ? t.disabled
        : v(
            'span',
            { class: 'row' },
            v('span', { class: `dot ${agent.presence}` }),
            presenceLabel(agent.presence, t),
          ),
    ),
    v('td', {}, `${agent.load}/${agent.capacity}`),
    v('td', {}, agent.skills.join(', ')),
    v('td', {}, agent.languages.join(', ')),
    v(
      'td',
      {},
      app.isSupervisor &&
        button(t.edit, () => askAgent(app, agent), {
          class: 'small',
          'aria-label': `${t.edit}: ${agent.name}`,
        }),
    ),
  );
}

function askAgent(app: App, agent: Agent | undefined): void {
  const { t } = app;
  let wanted: Partial<Agent> = agent ?? {
    name: '',
    email: '',
    role: 'agent',
    skills: [],
    languages: [],
    capacity: 4,
  };
  /** Only what was changed is sent: supervisors may not touch the rest. */
  let change: Partial<Agent> = {};
  const set = (part: Partial<Agent>) => {
    change = { ...change, ...part };
    wanted = { ...wanted, ...part };
    app.draw();
  };
  const isOfAdmins = !app.isAdmin;
  app.show({
    title: agent ? agent.name : t.invite,
    done: agent ? t.save : t.invite,
    body: () => [
      field(
        t.name,
        input(wanted.name ?? '', (name) => set({ name }), {
          required: true,
          maxlength: 60,
          disabled: isOfAdmins,
          'data-first': !isOfAdmins,
        }),
      ),
      field(
        t.email,
        input(wanted.email ?? '', (email) => set({ email }), {
          type: 'email',
          required: true,
          disabled: isOfAdmins,
        }),
      ),
      field(
        t.role,
        choice(
          (['agent', 'supervisor', 'admin'] as const).map((value) => ({ value, title: t.roles[value] })),
          wanted.role ?? 'agent',
          (role) => set({ role: role === 'admin' || role === 'supervisor' ? role : 'agent' }),
          { disabled: isOfAdmins },
        ),
      ),
      field(
        t.capacity,
        input(String(wanted.capacity ?? 4), (text) => set({ capacity: Number(text) }), {
          type: 'number',
          min: 1,
          max: 1000,
        }),
        t.capacityHint,
      ),
      commaField(t.skills, wanted.skills ?? [], (skills) => set({ skills }), skillsHint(app)),
      commaField(t.languages, wanted.languages ?? [], (languages) => set({ languages }), t.languagesHint),
      field(
        t.team,
        choice(
          [
            { value: '', title: t.none },
            ...(app.screens.settings?.teams ?? []).map((name) => ({ value: name, title: name })),
          ],
          wanted.team ?? '',
          (team) => set({ team: team || null }),
        ),
      ),
      app.isAdmin && agent && check(t.disable, wanted.disabled ?? false, (disabled) => set({ disabled })),
      app.isAdmin &&
        agent?.twoFactor &&
        button(
          t.forgetFactor,
          () => void app.attempt(() => app.api.forgetSecondFactor(agent.id), t.forgotten),
          { class: 'danger' },
        ),
      app.isAdmin &&
        agent &&
        !agent.disabled &&
        button(t.newLink, () => void linkFor(app, () => app.api.inviteAgain(agent.id))),
    ],
    submit: async () => {
      if (agent) {
        const isDone = await app.attempt(() => app.api.changeAgent(agent.id, change), t.saved);
        if (isDone) await app.attempt(() => app.settings.fetchAgents());
        return isDone;
      }
      return linkFor(app, () => app.api.addAgent(wanted));
    },
  });
}

/** Shows the address with which somebody signs in for the first time. Gives false: the dialog has another now. */
async function linkFor(app: App, work: () => Promise<{ agent: Agent; link: string }>): Promise<boolean> {
  const { t } = app;
  await app.attempt(async () => {
    const { agent, link } = await work();
    await app.settings.fetchAgents();
    app.show({
      title: t.linkFor(agent.name),
      body: () => [
        v('p', {}, t.linkHint),
        v('input', {
          type: 'text',
          readonly: true,
          value: link,
          'aria-label': t.link,
          'data-first': true,
          onfocus: ({ target }) => target instanceof HTMLInputElement && target.select(),
        }),
        button(t.copy, () => void navigator.clipboard?.writeText(link).then(() => app.toasts.show(t.copied))),
      ],
    });
  });
  return false;
}

/** The skills that chats may ask for. */
function skillsHint({ t, screens }: App): string {
  const skills = screens.settings?.skills ?? [];
  return skills.length > 0 ? `${t.commaHint}: ${skills.join(', ')}` : t.commaHint;
}

function commaField(
  label: string,
  values: readonly string[],
  changed: (values: string[]) => void,
  hint: string,
): VNode {
  return field(
    label,
    v('input', {
      type: 'text',
      value: values.join(', '),
      onchange: ({ target }) => target instanceof HTMLInputElement && changed(listOf(target.value)),
    }),
    hint,
  );
}

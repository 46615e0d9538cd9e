/** Teams, skills and languages: who is of them and who is there; and giving one of them another name everywhere. */
import { ShopdeskError } from '../core/errors.ts';
import { languages } from '../core/language.ts';
import type { Database, Statement } from '../store/index.ts';
import { type Agents, listOf } from './agents.ts';
import type { Teams } from './answers.ts';
import type { DeskSettings, DeskSettingsKeeper } from './settings.ts';
import type { Agent } from './shapes.ts';

export function createNames({
  database,
  agents,
  settings,
  changed,
}: {
  database: Database;
  agents: Agents;
  settings: DeskSettingsKeeper;
  /** Called when what others know of the people may be out of date. */
  changed: () => void;
}) {
  async function overview(): Promise<Teams> {
    const [everybody, waiting] = await Promise.all([
      agents.all(),
      database.read(
        `SELECT skills, team, language, COUNT(*) AS count FROM desk_case WHERE status = 'waiting'
         GROUP BY skills, team, language`,
      ),
    ]);
    const people = everybody.filter(({ disabled }) => !disabled);
    const there = (list: readonly Agent[]) => list.filter(({ presence }) => presence === 'online').length;
    const waitFor = (fits: (row: (typeof waiting)[number]) => boolean) =>
      waiting.filter(fits).reduce((sum, row) => sum + Number(row.count), 0);
    const { teams, skills } = settings.current();
    const group = (
      names: readonly string[],
      isOf: (agent: Agent, name: string) => boolean,
      waits: (row: (typeof waiting)[number], name: string) => boolean,
    ) =>
      [...new Set(names)].map((name) => {
        const members = people.filter((agent) => isOf(agent, name));
        return {
          name,
          people: members.map(({ id }) => id),
          there: there(members),
          waiting: waitFor((row) => waits(row, name)),
        };
      });
    return {
      teams: group(
        [...teams, ...people.flatMap(({ team }) => team ?? [])],
        ({ team }, name) => team === name,
        ({ team }, name) => team === name,
      ),
      skills: group(
        [...skills, ...people.flatMap((agent) => agent.skills)],
        (agent, name) => agent.skills.includes(name),
        (row, name) => listOf(row.skills).includes(name),
      ),
      languages: group(
        languages,
        (agent, name) => agent.languages.length === 0 || agent.languages.includes(name),
        ({ language }, name) => language === name,
      ).map(({ name, there: here, waiting: wait }) => ({ name, there: here, waiting: wait })),
    };
  }

  /** @throws ShopdeskError `name.unknown`, `name.taken`, `settings.conflict` */
  async function rename(kind: 'team' | 'skill', from: string, to: string): Promise<void> {
    if (from === to) return;
    const before = settings.current();
    const listed = kind === 'team' ? before.teams : before.skills;
    const everybody = await agents.all();
    const has = (name: string) =>
      listed.includes(name) ||
      everybody.some(({ team, skills }) => (kind === 'team' ? team === name : skills.includes(name)));
    if (!has(from)) throw new ShopdeskError('name.unknown', `There is no ${kind} of that name.`);
    if (has(to)) throw new ShopdeskError('name.taken', `There is a ${kind} of that name already.`);
    await settings.change(before, renamedIn(before, kind, from, to), [
      ...(kind === 'team' ? teamStatements(from, to) : await skillStatements(from, to)),
    ]);
    changed();
  }

  async function skillStatements(from: string, to: string): Promise<Statement[]> {
    const [people, open] = await Promise.all([
      database.read('SELECT id, skills FROM desk_agent'),
      database.read('SELECT id, skills FROM desk_case WHERE closed_at IS NULL'),
    ]);
    const of = (table: 'desk_agent' | 'desk_case', rows: typeof people) =>
      rows.flatMap((row): Statement[] => {
        const skills = listOf(row.skills);
        if (!skills.includes(from)) return [];
        const renamed = JSON.stringify(skills.map((each) => (each === from ? to : each)));
        return [{ sql: `UPDATE ${table} SET skills = $2 WHERE id = $1`, params: [String(row.id), renamed] }];
      });
    return [...of('desk_agent', people), ...of('desk_case', open)];
  }

  return { overview, rename };
}

const teamStatements = (from: string, to: string): Statement[] => [
  { sql: 'UPDATE desk_agent SET team = $2 WHERE team = $1', params: [from, to] },
  { sql: 'UPDATE desk_case SET team = $2 WHERE team = $1 AND closed_at IS NULL', params: [from, to] },
];

function renamedIn(before: DeskSettings, kind: 'team' | 'skill', from: string, to: string): DeskSettings {
  const inList = (list: readonly string[]) => list.map((each) => (each === from ? to : each));
  if (kind === 'team') return { ...before, teams: inList(before.teams) };
  const weights = Object.entries(before.weights.skills).map(([name, weight]) => [
    name === from ? to : name,
    weight,
  ]);
  return {
    ...before,
    skills: inList(before.skills),
    weights: { ...before.weights, skills: Object.fromEntries(weights) },
  };
}

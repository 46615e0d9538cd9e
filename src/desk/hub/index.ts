/** An outside hub that stands in for our desk, by the Bot Framework handoff events. */
export { createHandoffs, type Handoffs, wakeHandoff } from './handoffs.ts';
export { createHub, type Hub } from './hub.ts';
export { createHubAnswers, type HubActivity, hubActivityShape } from './hub-answers.ts';

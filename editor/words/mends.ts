import { inLanguage } from './language.ts';

/** What mends a problem at one click. */
export const mendsWords = inLanguage('mends', {
  takeItOut: 'Take it out',
  insertGainWithFactor: 'Insert a Gain and state its factor',
  insertCompare: 'Insert a Compare',
  insertEdge: 'Insert an Edge',
  insertPulse: 'Insert a Pulse',
  insertGainOfTurn: 'Insert a Gain of 2π',
  insertDelay: 'Insert a Delay that begins at 0',
  removeEdge: 'Remove the edge',
  removeParam: 'Remove the param',
  addFeed: 'Add what feeds it',
});

import { inLanguage } from './language.ts';

/** What the canvas says: cards, ports, edges, groups, notes. */
export const canvasWords = inLanguage('canvas', {
  edgeBetween: (from: string, to: string) => `Edge from ${from} to ${to}`,
  nodeCard: (title: string, type: string, inputCount: number, outputCount: number) =>
    `${title}, ${type}, ${inputCount} inputs, ${outputCount} outputs`,
  collapsedGroup: (title: string, nodeCount: number, inputCount: number, outputCount: number) =>
    `Collapsed group ${title}, ${nodeCount} nodes, ${inputCount} inputs, ${outputCount} outputs`,
  noSuchInput: (name: string) => `${name}: this node has no such input`,
  noSuchOutput: (name: string) => `${name}: this node has no such output`,
  typeInUnit: (type: string, unit: string) => `${type} in ${unit}`,
  unitAssumed: ', taken from the port it is wired to',
  portRequired: ', required',
  expand: (title: string) => `Expand ${title}`,
  expandMeans: 'Expand the group',
  groupOfNodes: (memberCount: number) => `group of ${memberCount} nodes`,
  runsWhile: (enable: string) => `Runs while ${enable} says true`,
  runsWhileShort: (enable: string) => `runs while ${enable} says true`,
  view: 'View',
  zoomOut: 'Zoom out',
  zoomIn: 'Zoom in',
  fit: 'Fit the whole flow',
  fitWithKey: 'Fit the whole flow (1)',
  groupFrame: (title: string, memberCount: number) => `Group ${title}, ${memberCount} nodes`,
  map: 'Map of the flow',
  groupTitleMeans: 'Drag to move the group, double-click to name it',
  collapse: (title: string) => `Collapse ${title}`,
  collapseMeans: 'Collapse the group to one card',
  groupName: 'Name of the group',
  setByHandMeans: 'Set by hand',
  setByHand: 'set by hand',
  failed: 'failed',
  unknownType: (type: string) => `unknown type ${type}`,
  notInDraft: (id: string) => `${id} · not in the draft`,
  notDeployedYet: (id: string) => `${id} · not deployed yet`,
  emptyNote: 'Empty note. Double-click to write.',
  note: 'Note',
  noteExample: 'Write a note: # heading, - list, **bold**, [link](https://…)',
  flow: 'Flow',
  noNodesYet: (key: string) =>
    `This flow has no nodes yet. Drag one in from the palette, or press ${key} and choose one.`,
  dropFile: 'Drop a CSV file to replay it here, or a flow file to open it',
});

import { inLanguage } from './language.ts';

/** What the lists say that are opened by a key: commands, nodes, ports. */
export const commandSheetWords = inLanguage('commandSheet', {
  commands: 'Commands',
  search: 'What should be done',
  findNode: 'Find a node',
  searchNodes: 'Title, id or type',
  newNode: (port: string) => `A new node at ${port}…`,
  sides: { input: 'input', output: 'output' },
  connectFrom: (name: string) => `Connect ${name}`,
  searchPorts: 'Node or port',
  nothingFound: (search: string) => `Nothing here is called “${search}”.`,
});

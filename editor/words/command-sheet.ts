import { inLanguage } from './language.ts';

/** TODO */
export const commandSheetWords = inLanguage('commandSheet', {
  commands: 'Commands',
  search: 'What should be done',
  findNode: 'Find a node',
  searchNodes: 'Title, id or type',
  newNode: (node: string, port: string) => `A new node at ${node}.${port}…`,
  connectFrom: (name: string) => `Connect ${name}`,
  searchPorts: 'Node or port',
  nothingFound: (search: string) => `Nothing here is called “${search}”.`,
});

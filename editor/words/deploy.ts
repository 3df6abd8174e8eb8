import { inLanguage } from './language.ts';
import { plural } from './plural.ts';

/** What the dialog says that deploys a flow. */
export const deployWords = inLanguage('deploy', {
  reset: 'Reset',
  resetMeans: 'state starts anew',
  removed: 'Removed',
  removedMeans: 'state is dropped',
  migrated: 'Migrated',
  migratedMeans: 'state is carried into a new form',
  added: 'Added',
  addedMeans: 'starts fresh',
  kept: 'Kept',
  keptMeans: 'state goes on',
  deployed: (version: number) => `Version ${version} is deployed.`,
  deployVersion: (version: number) => `Deploy version ${version}`,
  cancel: 'Cancel',
  deploying: 'Deploying',
  deploy: 'Deploy',
  noTwinYet:
    'No twin runs this flow yet. A twin is one running copy of it, for one machine; the first begins with this deploy.',
  twinsMove: (count: number, twins: string) =>
    plural(count, {
      one: `The twin ${twins} moves to this version between two instants.`,
      other: `${count} twins ${twins} move to this version between two instants.`,
    }),
  changedElsewhere: 'Somebody else changed this flow meanwhile.',
  changedElsewhereMeans:
    'What they changed is in the draft now and in the list below. Look at it, then deploy again.',
  planning: 'Working out what happens to each node’s state.',
  runAsTwin: 'Run it as the twin',
  noTwinMeans: 'Empty: deploy without running it.',
  twinNameRule: 'A name begins with a letter; letters, digits, - and _ only.',
  note: 'Note',
  noteExample: 'What changed, for whoever reads the versions later',
  oneErrorFirst: 'This cannot be deployed before it is mended:',
  errorsFirst: (count: number) => `These ${count} errors have to be mended first:`,
  showAll: (count: number) => `Show all ${count}`,
  showMeWhere: 'Show me where',
  changesOf: (version: number) => `What this deploy changes in version ${version}`,
  nothingChanges: (version: number) => `Nothing: the draft is version ${version}, to the last letter.`,
  flowNoNodes: 'This flow has no nodes.',
  statesOfNodes: 'What happens to the state of each node',
  twinTaken: (id: string) => `There is a twin ${id} already, of another flow.`,
  giveAnotherName: 'Give this one another name.',
});

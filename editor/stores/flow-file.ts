import { readFlow } from '@twinloom/runtime/graph/read-flow';
import { writeFlow } from '@twinloom/runtime/graph/write-flow';
import { documentStore } from './document-store.ts';
import { openNewFlow } from './new-flow.ts';
import { openCsvFile } from './open-csv.ts';
import { announce, refuse } from './session-store.ts';
import { filesWords } from '../words/files.ts';

const SUFFIX = '.flow.json';
const LARGEST_BYTES = 10 * 1024 * 1024;

/** Hands out the open flow as the file that every Twinloom reads. */
export function saveFlowFile(): void {
  const { draft, flowId } = documentStore.getState();
  if (!draft || flowId === undefined) return;
  const href = URL.createObjectURL(new Blob([writeFlow(draft)], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href, download: `${flowId}${SUFFIX}` }).click();
  URL.revokeObjectURL(href);
  announce(filesWords.savedAs(`${flowId}${SUFFIX}`));
}

/** Asks for a flow file and opens it as a flow of its own. */
export function chooseFlowFile(): void {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept: '.json' });
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void openFlowFile(file);
  });
  input.click();
}

/** Opens what a person dropped or pasted: a flow file as a flow of its own, anything else as measurements. */
export function openFile(file: File, target: Parameters<typeof openCsvFile>[1]): Promise<void> {
  return /\.json$/i.test(file.name) ? openFlowFile(file) : openCsvFile(file, target);
}

/** Opens a flow file as a flow of its own, under its name or the next free one; says what keeps it from being one, and changes nothing then. */
async function openFlowFile(file: File): Promise<void> {
  const title = filesWords.fileNotOpened(file.name);
  if (file.size > LARGEST_BYTES)
    return refuse({ title, says: filesWords.flowFileTooBig, remedy: filesWords.splitFlow });
  const { flow, diagnostics } = readFlow(await file.text());
  const [first] = diagnostics;
  if (!flow) return refuse({ title, says: first?.says ?? filesWords.isNoFlow, remedy: first?.remedy ?? '' });
  const problem = await openNewFlow(idFor(file.name), flow);
  if (problem) refuse({ title, says: problem.says.replace(/\.$/, ''), remedy: problem.remedy });
}

/** An id from the name of a file: `Pump no. 2.flow.json` → `Pump-no-2`. */
export function idFor(fileName: string): string {
  const words = fileName.replace(/(\.flow)?\.json$/i, '').match(/[A-Za-z0-9_]+/g) ?? [];
  const id = words
    .join('-')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 56);
  return id === '' ? 'flow' : id;
}

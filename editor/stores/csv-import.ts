import { create } from 'zustand';
import { addNode, freeId, setParam } from '@twinloom/runtime/graph/edits';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { HEAD_CHARACTERS } from '@twinloom/runtime/table/detect';
import {
  csvColumnsSchema,
  partialFormatSchema,
  type CsvColumns,
  type CsvFormat,
  type PartialFormat,
} from '@twinloom/runtime/table/format';
import { portName } from '@twinloom/runtime/table/read-header';
import type { TableProblem } from '@twinloom/runtime/table/table';
import type { Problem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { freeSpot, snap } from './add-node.ts';
import { canvasView } from './canvas-view.ts';
import { decodeText } from './decode-text.ts';
import { documentStore } from './document-store.ts';
import { announce, select } from './session-store.ts';

/** Where a file goes: into a new node, or into one that is there. */
type Target = { position?: [x: number, y: number] } | { node: string };

/** A file a person brought, until they accept how it is read. */
export interface CsvImport {
  /** Counts up, so that each is a dialog of its own. */
  number: number;
  fileName: string;
  text: string;
  target: Target;
  given: PartialFormat;
  columns: CsvColumns | undefined;
  /** What the server keeps it by already. */
  hash: string | undefined;
  /** Why it cannot even be looked at. */
  refused: TableProblem | undefined;
}

/** Largest file, as the server has it. */
const LARGEST_BYTES = 64 * 1024 * 1024;
const REPLAY = 'sources/csv-replay';

/** The file whose reading is being decided. */
export const useCsvImport = create<{ open: CsvImport | undefined }>(() => ({ open: undefined }));

let number = 0;

function show(open: Omit<CsvImport, 'number' | 'refused'> & { refused?: TableProblem }): void {
  useCsvImport.setState({ open: { refused: undefined, ...open, number: ++number } });
}

export function closeCsv(): void {
  useCsvImport.setState({ open: undefined });
}

/** What is looked at to find out how a text is written. */
export function headOf(text: string): { head: string; isWhole: boolean } {
  return { head: text.slice(0, HEAD_CHARACTERS), isWhole: text.length <= HEAD_CHARACTERS };
}

/** Opens a file a person dropped or chose. */
export async function openCsvFile(file: File, target: Target): Promise<void> {
  const about = { fileName: file.name, target, given: {}, columns: undefined, hash: undefined };
  if (file.size > LARGEST_BYTES) {
    const says = `the file has ${Math.ceil(file.size / 1024 / 1024)} MB; at most 64 MB are taken`;
    return show({
      ...about,
      text: '',
      refused: { says, remedy: 'Split it by time, or keep fewer columns.' },
    });
  }
  try {
    show({ ...about, text: decodeText(new Uint8Array(await file.arrayBuffer())) });
  } catch {
    // A folder, or a file that is gone meanwhile.
    const refused = {
      says: 'the browser cannot read it',
      remedy: 'Choose a single file, and one that is still there.',
    };
    show({ ...about, text: '', refused });
  }
}

/** Opens a text a person pasted. */
export function openCsvText(text: string, target: Target): void {
  show({ fileName: 'pasted.csv', text, target, given: {}, columns: undefined, hash: undefined });
}

/** Opens the file of a replay node again, as it is read now. */
export async function reopenCsv(node: string): Promise<Problem | undefined> {
  const params = documentStore.getState().draft?.nodes[node]?.params ?? {};
  const hash = String(params.file);
  const answer = await server.asset(hash);
  if (!answer.ok) return answer.problem;
  const given = partialFormatSchema.safeParse(params.format ?? {});
  const columns = csvColumnsSchema.safeParse(params.columns);
  show({
    fileName: typeof params.fileName === 'string' ? params.fileName : 'file.csv',
    text: answer.value,
    target: { node },
    given: given.success ? given.data : {},
    columns: columns.success ? columns.data : undefined,
    hash,
  });
  return undefined;
}

/** What a person accepted. */
export interface Accepted {
  format: CsvFormat;
  columns: Exclude<CsvColumns, string[]>;
  loop: boolean;
}

/** Keeps the file on the server and puts the node in, in one step of undo; a problem leaves everything as it was. */
export async function acceptCsv(csv: CsvImport, accepted: Accepted): Promise<Problem | undefined> {
  let { hash } = csv;
  if (hash === undefined) {
    const kept = await server.putAsset(csv.text);
    if (!kept.ok) return kept.problem;
    hash = kept.value.hash;
  }
  const { format, columns, loop } = accepted;
  const params = { file: hash, fileName: csv.fileName, columns, format, loop: loop || undefined };
  const { edit, draft } = documentStore.getState();
  if (!draft) return undefined;
  if ('node' in csv.target) {
    const { node } = csv.target;
    edit((flow) => withParams(flow, node, params));
    announce(`${node} replays ${csv.fileName}.`);
  } else {
    const title = csv.fileName.replace(/\.[^.]*$/, '');
    const id = freeId(draft, portName(title) || 'csvReplay');
    const spot = csv.target.position ?? freeSpot(draft, canvasView()?.middle() ?? [0, 0]);
    edit((flow) =>
      withParams(addNode(flow, id, { type: REPLAY, title }, [snap(spot[0]), snap(spot[1])]), id, params),
    );
    select([id]);
    announce(`Added ${csv.fileName} as ${id}.`);
  }
  closeCsv();
  return undefined;
}

function withParams(flow: Flow, node: string, params: Readonly<Record<string, unknown>>): Flow {
  return Object.entries(params).reduce((made, [name, value]) => setParam(made, node, name, value), flow);
}

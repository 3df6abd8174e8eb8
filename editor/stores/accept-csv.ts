import { addNode, freeId, setParam } from '@twinloom/runtime/graph/edits';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { CsvColumns, CsvFormat } from '@twinloom/runtime/table/format';
import { portName } from '@twinloom/runtime/table/read-header';
import type { Problem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { freeSpot, snap } from './add-node.ts';
import { canvasView } from './canvas-view.ts';
import { closeCsv, type CsvImport } from './csv-import.ts';
import { documentStore } from './document-store.ts';
import { announce, select } from './session-store.ts';
import { csvWords } from '../words/csv.ts';

const REPLAY = 'sources/csv-replay';

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
    announce(csvWords.replays(node, csv.fileName));
  } else {
    const title = csv.fileName.replace(/\.[^.]*$/, '');
    const id = freeId(draft, portName(title) || 'csvReplay');
    const spot = csv.target.position ?? freeSpot(draft, canvasView()?.middle() ?? [0, 0]);
    edit((flow) =>
      withParams(addNode(flow, id, { type: REPLAY, title }, [snap(spot[0]), snap(spot[1])]), id, params),
    );
    select([id]);
    announce(csvWords.addedFile(csv.fileName, id));
  }
  closeCsv();
  return undefined;
}

function withParams(flow: Flow, node: string, params: Readonly<Record<string, unknown>>): Flow {
  return Object.entries(params).reduce((made, [name, value]) => setParam(made, node, name, value), flow);
}

import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import { descriptorsOf } from '@twinloom/runtime/node/catalog';
import { runAhead } from '@twinloom/runtime/scenario/run-ahead';
import { unpackSnapshot } from '../journal/packed-snapshot.ts';
import { Assets } from '../storage/assets.ts';
import { TableShelf } from './table-shelf.ts';
import type { AheadOrder, FromAhead } from './ahead-words.ts';

/** The process that runs the forks of one question ahead, answers and ends. It goes with whoever started it. */
process.once('disconnect', () => process.exit(0));
process.once('message', (order: AheadOrder) => {
  answer(order)
    .catch((error: unknown) => ({ failed: error instanceof Error ? error.message : String(error) }))
    .then((said) => process.send?.(said, () => process.disconnect()))
    .catch(() => process.exit(1));
});

async function answer(order: AheadOrder): Promise<FromAhead> {
  const { twin, node, dataDir, document, parameters, snapshot, recorded } = order;
  const shelf = new TableShelf(new Assets(dataDir), descriptorsOf(catalog));
  const tables = await shelf.tablesFor(document);
  const { flow } = parseFlow(document);
  const plan = flow && compileFlow(flow, catalog, { twin, parameters }, tables).plan;
  if (!plan) return { failed: 'its flow no longer compiles' };
  const running = runAhead({ twin, node, plan, snapshot: unpackSnapshot(snapshot), recorded });
  let step = running.next();
  while (!step.done) {
    // Whoever asked may be gone.
    await new Promise(setImmediate);
    step = running.next();
  }
  return { inputs: step.value };
}

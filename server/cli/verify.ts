import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { descriptorsOf } from '@twinloom/runtime/node/catalog';
import { FoldCheck } from '../host/fold-check.ts';
import { TableShelf } from '../host/table-shelf.ts';
import { readJournal } from '../journal/read-journal.ts';
import { readMoment } from '../routes/read-moment.ts';
import { Assets } from '../storage/assets.ts';
import { parseCommand } from './parse-command.ts';

/** `twinloom verify TWIN`: folds the input log of a twin again and compares it with each checkpoint, bit for bit; 1 where they differ. */
export async function verify(args: string[]): Promise<number> {
  const parsed = parseCommand(args, {
    data: { type: 'string', default: '.twinloom' },
    from: { type: 'string' },
    to: { type: 'string' },
  });
  if ('problem' in parsed) return usage(parsed.problem);
  const [twin, ...more] = parsed.positionals;
  if (twin === undefined || more.length > 0) return usage('name one twin: twinloom verify TWIN [--data DIR]');
  const [from, to] = [parsed.values.from, parsed.values.to].map((text) =>
    text === undefined ? undefined : readMoment(text),
  );
  if (Number.isNaN(from) || Number.isNaN(to))
    return usage('--from and --to are times such as 2026-11-27T14:00:00Z, or s since 1970');
  const { data } = parsed.values;
  const shelf = new TableShelf(new Assets(data), descriptorsOf(catalog));
  const check = new FoldCheck(twin, catalog, (document) => shelf.tablesFor(document), { from, to });
  for await (const piece of readJournal(join(data, 'journal'))) {
    if (piece.kind === 'cut') check.cut();
    else for (const record of piece.records) await check.take(record, piece.engine);
  }
  const { lines, isSound } = check.report();
  for (const line of lines) console.log(line);
  return isSound ? 0 : 1;
}

function usage(says: string): number {
  console.error(`twinloom verify: ${says}`);
  return 2;
}

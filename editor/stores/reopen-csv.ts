import { csvColumnsSchema, partialFormatSchema } from '@twinloom/runtime/table/format';
import type { Problem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { showCsv } from './csv-import.ts';
import { documentStore } from './document-store.ts';

/** Opens the file of a replay node again, as it is read now. */
export async function reopenCsv(node: string): Promise<Problem | undefined> {
  const params = documentStore.getState().draft?.nodes[node]?.params ?? {};
  const hash = String(params.file);
  const answer = await server.asset(hash);
  if (!answer.ok) return answer.problem;
  const given = partialFormatSchema.safeParse(params.format ?? {});
  const columns = csvColumnsSchema.safeParse(params.columns);
  showCsv({
    fileName: typeof params.fileName === 'string' ? params.fileName : 'file.csv',
    text: answer.value,
    target: { node },
    given: given.success ? given.data : {},
    columns: columns.success ? columns.data : undefined,
    hash,
  });
  return undefined;
}

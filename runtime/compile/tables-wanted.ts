import type { NodeDescriptor } from '../node/descriptor.ts';
import {
  csvColumnsSchema,
  partialFormatSchema,
  wantedColumns,
  type PartialFormat,
  type WantedColumn,
} from '../table/format.ts';

/** A file that a node reads, how it is written as far as the flow says, and the columns that are wanted of it. */
export interface TableWanted {
  node: string;
  /** `sha256:…`, or a name. */
  file: string;
  /** What the file is called, where the flow keeps it by its hash. */
  name: string | undefined;
  format: PartialFormat;
  columns: WantedColumn[];
}

/** The tables that a document's nodes read; nodes whose params are no good are left out: the compiler says what is wrong with them. */
export function tablesWanted(
  document: unknown,
  descriptors: ReadonlyMap<string, Pick<NodeDescriptor, 'reads'>>,
): TableWanted[] {
  return Object.entries(recordOf(recordOf(document).nodes)).flatMap(([node, about]) => {
    const { type, params } = recordOf(about);
    const reads = typeof type === 'string' ? descriptors.get(type)?.reads : undefined;
    if (!reads) return [];
    const given = recordOf(params);
    const { [reads.file]: file, [reads.name]: name } = given;
    const format = partialFormatSchema.safeParse(given[reads.format] ?? {});
    const columns = csvColumnsSchema.safeParse(given[reads.columns]);
    if (typeof file !== 'string' || !format.success || !columns.success) return [];
    return [
      {
        node,
        file,
        name: typeof name === 'string' ? name : undefined,
        format: format.data,
        columns: wantedColumns(columns.data),
      },
    ];
  });
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

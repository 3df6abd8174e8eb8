import type { WhyBody } from '@twinloom/runtime/protocol/past';

export type WhyRow = WhyBody['rows'][number];

/** A row of the tree as it stands on the screen. */
export interface TreeRow {
  /** Its place in the chain. */
  index: number;
  row: WhyRow;
  /** 1 for the port that was asked about. */
  level: number;
  hasRowsBelow: boolean;
}

/** The rows of a chain from top to bottom, each with what reads into it below it, without what lies below the closed ones. */
export function treeRows(rows: readonly WhyRow[], closed: ReadonlySet<number>): TreeRow[] {
  const below = Map.groupBy(
    rows.map((row, index) => ({ row, index })),
    ({ row }) => row.above,
  );
  const shown: TreeRow[] = [];
  const add = (above: number | null, level: number): void => {
    for (const { row, index } of below.get(above) ?? []) {
      const hasRowsBelow = below.has(index);
      shown.push({ index, row, level, hasRowsBelow });
      if (hasRowsBelow && !closed.has(index)) add(index, level + 1);
    }
  };
  add(null, 1);
  return shown;
}

/** What an arrow does in a tree (ARIA authoring practices): another row, a row opened or closed; undefined where nothing. */
export function treeKey(
  key: string,
  rows: readonly TreeRow[],
  at: number,
  closed: ReadonlySet<number>,
): { to: number } | { open: number } | { close: number } | undefined {
  const here = rows[at];
  if (!here) return undefined;
  const isOpen = here.hasRowsBelow && !closed.has(here.index);
  switch (key) {
    case 'ArrowDown':
      return at + 1 < rows.length ? { to: at + 1 } : undefined;
    case 'ArrowUp':
      return at > 0 ? { to: at - 1 } : undefined;
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: rows.length - 1 };
    case 'ArrowRight':
      if (isOpen) return { to: at + 1 };
      return here.hasRowsBelow ? { open: here.index } : undefined;
    case 'ArrowLeft': {
      if (isOpen) return { close: here.index };
      const above = rows.findIndex(({ index }) => index === here.row.above);
      return above < 0 ? undefined : { to: above };
    }
    default:
      return undefined;
  }
}

import type { FoundColumn } from '@twinloom/runtime/table/detect';
import { wantedColumns, type ColumnType, type CsvColumns } from '@twinloom/runtime/table/format';
import type { TableProblem } from '@twinloom/runtime/table/table';
import { csvWords } from '../words/csv.ts';

/** What becomes of one column of a file. */
export interface ColumnChoice {
  /** Place in the file, from 1. */
  number: number;
  header: string;
  /** What it is found by later: its header, or its place where the header is not the only one. */
  column: string | number;
  isUsed: boolean;
  name: string;
  type: ColumnType;
  unit: string | undefined;
}

const PORT_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** What is proposed for each column that holds values: what a node has already, else what the file suggests. */
export function startChoices(found: readonly FoundColumn[], known: CsvColumns | undefined): ColumnChoice[] {
  const before = known && wantedColumns(known);
  const units = known && !Array.isArray(known) ? known : {};
  return found
    .filter(({ role }) => role === 'value')
    .map(({ number, header, name, type, unit }) => {
      const isAlone = header !== '' && found.filter((one) => one.header === header).length === 1;
      const column = isAlone ? header : number;
      const one = before?.find((other) => other.column === column || other.column === number);
      if (one)
        return {
          number,
          header,
          column,
          isUsed: true,
          name: one.name,
          type: one.type,
          unit: units[one.name]?.unit,
        };
      return { number, header, column, isUsed: before === undefined, name, type, unit };
    });
}

/** Why the columns cannot be ports as they are chosen. */
export function columnProblem(chosen: readonly ColumnChoice[]): TableProblem | undefined {
  if (chosen.length === 0) return { says: csvWords.noColumnChosen, remedy: csvWords.tickAColumn };
  const odd = chosen.find(({ name }) => !PORT_NAME.test(name));
  if (odd) {
    return {
      says: csvWords.noPortName(odd.name),
      remedy: csvWords.portNameRule,
    };
  }
  const twice = chosen.find(({ name }, i) => chosen.findIndex((other) => other.name === name) !== i);
  return twice && { says: csvWords.twoCalled(twice.name), remedy: csvWords.giveAnotherName };
}

/** The choice as the node's param. */
export function chosenColumns(chosen: readonly ColumnChoice[]): Exclude<CsvColumns, string[]> {
  return Object.fromEntries(
    chosen.map(({ name, column, type, unit }) => [
      name,
      {
        ...(column !== name && { column }),
        ...(type !== 'number' && { type }),
        ...(type === 'number' && unit !== undefined && unit !== '' && { unit }),
      },
    ]),
  );
}

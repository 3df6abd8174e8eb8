import { catalog } from '@twinloom/nodes/catalog';
import { prepareStudy } from '@twinloom/runtime/scenario/prepare-study';
import type { StudyGround } from '@twinloom/runtime/scenario/prepare-variant';
import type { Tables } from '@twinloom/runtime/table/table';

/** What a study is made of, as it goes to another thread. */
export interface StudyMaterial extends Omit<StudyGround, 'tablesFor'> {
  /** What stands in the files that drafts of its variants read. */
  tables: ReadonlyMap<unknown, Tables>;
}

/** Checks and compiles a study with the nodes there are. */
export function prepareMaterial(material: StudyMaterial): ReturnType<typeof prepareStudy> {
  const { tables, ...ground } = material;
  return prepareStudy({ ...ground, tablesFor: (document) => tables.get(document) ?? {} }, catalog);
}

import { describe, expect, it } from 'vitest';
import { isTestFile } from './check-imports.ts';
import { findTexts } from './find-texts.ts';
import { readSources } from './read-sources.ts';

const sources = readSources(['editor'], /\.tsx?$/).filter(
  ({ path }) =>
    !isTestFile(path) && !path.startsWith('editor/words/') && !/\.d\.ts$|vite\.config\.ts$/.test(path),
);

/** What is the same in every language: names, symbols, units, keys, and what only looks like a text. */
const SAME_EVERYWHERE = [
  'editor/canvas/FlowCanvas.tsx: A',
  'editor/inspector/FlowInspector.tsx: 100ms',
  'editor/inspector/VersionList.tsx: v',
  'editor/palette/FlowList.tsx: v',
  'editor/panels/Header.tsx: Twinloom',
  'editor/panels/Header.tsx: v',
  'editor/panels/SystemPage.tsx: v',
  'editor/panels/SystemPage.tsx: v',
  'editor/panels/scenarios/ChanceResults.tsx: P',
  'editor/panels/scenarios/DifferenceTable.tsx: P',
  'editor/panels/scenarios/FaultRows.tsx: flow.value',
  'editor/panels/scenarios/MaintenanceFields.tsx: bearing.damage >= 1',
  'editor/panels/scenarios/StudyResults.tsx: CSV',
  'editor/panels/scenarios/SweepTable.tsx: color-mix(in srgb, var(--accent)',
  'editor/panels/scope/MeasureTable.tsx: A',
  'editor/panels/scope/MeasureTable.tsx: , B',
  'editor/panels/scope/MeasureTable.tsx: Δt',
  'editor/panels/scope/ScopeTools.tsx: CSV',
  'editor/panels/scope/ScopeTools.tsx: Parquet',
  'editor/panels/scope/ScopeTools.tsx: PNG',
  // The server calls the run without changes so.
  'editor/stores/method-form.ts: as it is',
  'editor/stores/panes.ts: button:not(:disabled), input:not(:disabled), select, textarea, a[href], summary, [tabindex="0"]',
  'editor/ui/Markdown.tsx: noreferrer noopener',
];

const QUANTITY = /: \d+ (s|min|h|d)$/;

describe('texts in one room', () => {
  it('no file of the editor but those in words/ holds a text for people', () => {
    const found = sources
      .flatMap(({ path, text }) => findTexts(path, text).map((each) => `${path}: ${each}`))
      .filter((each) => !QUANTITY.test(each));
    expect(found).toEqual(SAME_EVERYWHERE);
  });

  it('a catalogue is used by the names of its texts, which the built page has other ones for', () => {
    const otherwise = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/(?<!import .*)\b\w+Words\b(?!\s*\.\w)/g)].map(([use]) => `${path}: ${use}`),
    );
    expect(otherwise).toEqual([]);
  });

  it.each([
    ['between tags', '<p>No flow</p>', 'No flow'],
    ['between tags, where it is chosen', "<p>{isOpen ? 'open' : name}</p>", 'open'],
    ['between tags, with a value', '<p>{`${count} left`}</p>', 'left'],
    ['in an attribute that is read out', '<input aria-label="Search" />', 'Search'],
    ['in an attribute that is chosen', '<b title={isOn ? "On" : undefined} />', 'On'],
    ['in the name of a tile', '<Tile name="Memory" />', 'Memory'],
    ['in a table', "const TABS = [{ id: 'log', title: 'Open the log' }];", 'Open the log'],
    ['said aloud', 'announce(`Removed ${id} and its edges.`)', 'and its edges.'],
  ])('knows a text %s', (_where, code, text) => {
    expect(findTexts('editor/a.tsx', code)).toEqual([text]);
  });

  it.each([
    ['a class', '<p className="badge badge-bad" />'],
    ['a comparison', "<p>{state === 'running' && words.runs}</p>"],
    ['the name of an input', '<input name="value" type="radio" />'],
    ['a selector', "document.querySelector('button, a')"],
    ['a code', "say({ code: 'same-side', kind: 'go' })"],
    ['a text of a catalogue', '<p title={logWords.search}>{logWords.lines(3)} · ×</p>'],
  ])('takes %s for none', (_what, code) => {
    expect(findTexts('editor/a.tsx', code)).toEqual([]);
  });
});

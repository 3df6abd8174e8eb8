import type { alarmsWords } from './alarms.ts';
import type { canvasWords } from './canvas.ts';
import type { changesWords } from './changes.ts';
import type { clipboardWords } from './clipboard.ts';
import type { commandSheetWords } from './command-sheet.ts';
import type { commandsWords } from './commands.ts';
import type { csvWords } from './csv.ts';
import type { deployWords } from './deploy.ts';
import type { dialogWords } from './dialog.ts';
import type { edgeBendsWords } from './edge-bends.ts';
import type { edgeCardWords } from './edge-card.ts';
import type { editsWords } from './edits.ts';
import type { exampleWords } from './example.ts';
import type { examplesWords } from './examples.ts';
import type { fieldsWords } from './fields.ts';
import type { filesWords } from './files.ts';
import type { formulaWords } from './formula.ts';
import type { inspectorWords } from './inspector.ts';
import type { logWords } from './log.ts';
import type { mendsWords } from './mends.ts';
import type { outlineWords } from './outline.ts';
import type { pageWords } from './page.ts';
import type { paletteWords } from './palette.ts';
import type { pastWords } from './past.ts';
import type { plotWords } from './plot.ts';
import type { probeWords } from './probe.ts';
import type { problemsWords } from './problems.ts';
import type { questionWords } from './question.ts';
import type { quickAddWords } from './quick-add.ts';
import type { rateWords } from './rate.ts';
import type { scopeWords } from './scope.ts';
import type { serverWords } from './server.ts';
import type { shortcutsWords } from './shortcuts.ts';
import type { stripWords } from './strip.ts';
import type { studyWords } from './study.ts';
import type { studyResultsWords } from './study-results.ts';
import type { systemWords } from './system.ts';
import type { timelineWords } from './timeline.ts';
import type { tourWords } from './tour.ts';
import type { valuesWords } from './values.ts';
import type { whyWords } from './why.ts';

/** All texts of the page in one language, part by part: a language that lacks one is an error of types. */
export interface Language {
  alarms: Said<typeof alarmsWords>;
  canvas: Said<typeof canvasWords>;
  changes: Said<typeof changesWords>;
  clipboard: Said<typeof clipboardWords>;
  commandSheet: Said<typeof commandSheetWords>;
  commands: Said<typeof commandsWords>;
  csv: Said<typeof csvWords>;
  deploy: Said<typeof deployWords>;
  dialog: Said<typeof dialogWords>;
  edgeBends: Said<typeof edgeBendsWords>;
  edgeCard: Said<typeof edgeCardWords>;
  edits: Said<typeof editsWords>;
  example: Said<typeof exampleWords>;
  examples: Said<typeof examplesWords>;
  fields: Said<typeof fieldsWords>;
  files: Said<typeof filesWords>;
  formula: Said<typeof formulaWords>;
  inspector: Said<typeof inspectorWords>;
  log: Said<typeof logWords>;
  mends: Said<typeof mendsWords>;
  outline: Said<typeof outlineWords>;
  page: Said<typeof pageWords>;
  palette: Said<typeof paletteWords>;
  past: Said<typeof pastWords>;
  plot: Said<typeof plotWords>;
  probe: Said<typeof probeWords>;
  problems: Said<typeof problemsWords>;
  question: Said<typeof questionWords>;
  quickAdd: Said<typeof quickAddWords>;
  rate: Said<typeof rateWords>;
  scope: Said<typeof scopeWords>;
  server: Said<typeof serverWords>;
  shortcuts: Said<typeof shortcutsWords>;
  strip: Said<typeof stripWords>;
  study: Said<typeof studyWords>;
  studyResults: Said<typeof studyResultsWords>;
  system: Said<typeof systemWords>;
  timeline: Said<typeof timelineWords>;
  tour: Said<typeof tourWords>;
  values: Said<typeof valuesWords>;
  why: Said<typeof whyWords>;
}

/** The same texts and the same values to make them of, in whatever words. */
type Said<Words> = {
  [Name in keyof Words]: Words[Name] extends string
    ? string
    : Words[Name] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Said<Words[Name]>;
};

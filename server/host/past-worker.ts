import { catalog } from '@twinloom/nodes/catalog';
import { PastTwins } from './past-twins.ts';
import type { FromPast, PastAnswers, ToPast } from './past-words.ts';

/** The process that shows twins as they were: it reads the journal and folds, one question after the other, figures of a long time beside the others. It goes with whoever started it. */
process.once('disconnect', () => process.exit(0));

/** The first question goes before all others that may come. */
const LOOK_MS = 500;

let past: PastTwins | undefined;
/** Whoever moves through time does not wait for figures, which take seconds and make room between. */
const turns = { quick: Promise.resolve(), long: Promise.resolve() };

process.on('message', (word: ToPast) => {
  const lane = word.ask === 'figures' ? 'long' : 'quick';
  turns[lane] = turns[lane].then(() => hear(word));
});

async function hear(word: ToPast): Promise<void> {
  const { number } = word;
  try {
    say({ number, answer: await answer(word) });
  } catch (error) {
    say({ number, failed: error instanceof Error ? error.message : String(error) });
  }
}

async function answer(word: ToPast): Promise<PastAnswers[keyof PastAnswers]> {
  past ??= open(word.dataDir);
  switch (word.ask) {
    case 'at':
      return await past.at(word.twin, word.time);
    case 'why':
      return await past.why(word.twin, word.time, word.port);
    case 'figures':
      return await past.figures(word.twin, word.from, word.to);
    case 'first':
      return (await past.firstOf(word.twin)) ?? null;
    default:
      return word satisfies never;
  }
}

function open(dataDir: string): PastTwins {
  const twins = new PastTwins(dataDir, catalog);
  // After the first answer.
  setTimeout(() => void twins.lookThrough().catch(() => undefined), LOOK_MS);
  return twins;
}

function say(word: FromPast): void {
  if (process.connected) process.send?.(word);
}

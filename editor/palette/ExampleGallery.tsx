import { useEffect, useState, type ReactElement } from 'react';
import type { ExampleBody, ExampleValues } from '@twinloom/runtime/protocol/bodies';
import { server } from '../client/server.ts';
import type { Answer, Problem } from '../client/http.ts';
import { openEmptyFlow, openExample } from '../stores/new-flow.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { ExamplePicture } from './ExamplePicture.tsx';
import { ExampleSetup } from './ExampleSetup.tsx';
import { examplesWords } from '../words/examples.ts';

const FORM = 'example-setup';

/** The examples that ship with the server: the one that is chosen asks for its parameters, then opens as a flow of its own. */
export default function ExampleGallery({ onClose }: { onClose(): void }): ReactElement {
  const [answer, setAnswer] = useState<Answer<ExampleBody[]>>();
  const [opening, setOpening] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  const [chosen, setChosen] = useState<ExampleBody>();
  const [isReady, setReady] = useState(true);
  useEffect(() => {
    let wanted = true;
    void server.examples().then((next) => {
      if (wanted) setAnswer(next);
    });
    return () => {
      wanted = false;
    };
  }, []);
  const open = async (id: string, begin: () => Promise<Problem | undefined>): Promise<void> => {
    setOpening(id);
    setProblem(undefined);
    const refused = await begin();
    setOpening(undefined);
    setProblem(refused);
    if (!refused) onClose();
  };
  const openChosen = (values: ExampleValues): void => {
    if (chosen) void open(chosen.id, () => openExample(chosen.id, values));
  };
  const shown = problem ?? (answer && !answer.ok ? answer.problem : undefined);
  return (
    <Dialog
      title={chosen?.title ?? examplesWords.newFromExample}
      size="wide"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {problem?.code === 'example-incomplete' ? examplesWords.close : examplesWords.cancel}
          </button>
          {chosen ? (
            <>
              <button
                type="button"
                className="button"
                disabled={opening !== undefined}
                onClick={() => {
                  setChosen(undefined);
                  setProblem(undefined);
                }}
              >
                {examplesWords.back}
              </button>
              <button
                type="submit"
                form={FORM}
                className="button button-main"
                disabled={opening !== undefined || !isReady}
              >
                {opening === undefined ? examplesWords.open : examplesWords.opening}
              </button>
            </>
          ) : (
            <button
              type="button"
              className="button"
              disabled={opening !== undefined}
              onClick={() => void open('', openEmptyFlow)}
            >
              {examplesWords.newEmptyFlow}
            </button>
          )}
        </>
      }
    >
      {shown && (
        <div className="note note-bad" role="alert">
          <strong>{shown.says}</strong> <span className="muted">{shown.remedy}</span>
        </div>
      )}
      {!answer && <p className="muted">{examplesWords.looking}</p>}
      {answer?.ok && answer.value.length === 0 && <p className="muted">{examplesWords.none}</p>}
      {chosen && <ExampleSetup example={chosen} form={FORM} onReady={setReady} onOpen={openChosen} />}
      {!chosen && answer?.ok && (
        <ul className="gallery" aria-label={examplesWords.list}>
          {answer.value.map((example) => (
            <li key={example.id}>
              <ExampleCard
                example={example}
                disabled={opening !== undefined}
                onOpen={() => setChosen(example)}
              />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

interface ExampleCardProps {
  example: ExampleBody;
  disabled: boolean;
  onOpen(): void;
}

function ExampleCard({ example, disabled, onOpen }: ExampleCardProps): ReactElement {
  const { id, title, description, hasPlant } = example;
  return (
    <button type="button" className="gallery-card" data-example={id} disabled={disabled} onClick={onOpen}>
      <span className="gallery-picture">
        <ExamplePicture example={example} />
      </span>
      <span className="gallery-title">{title}</span>
      <span className="gallery-words">{description}</span>
      {hasPlant && <span className="gallery-plant muted">{examplesWords.withPlant}</span>}
    </button>
  );
}

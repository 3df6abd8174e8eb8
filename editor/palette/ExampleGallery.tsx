import { useEffect, useState, type ReactElement } from 'react';
import type { ExampleBody } from '@twinloom/runtime/protocol/bodies';
import { server } from '../client/server.ts';
import type { Answer, Problem } from '../client/http.ts';
import { openEmptyFlow, openExample } from '../stores/new-flow.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { ExampleMap } from './ExampleMap.tsx';

/** The examples that ship with the server: one click opens one as a flow of its own. */
export function ExampleGallery({ onClose }: { onClose(): void }): ReactElement {
  const [answer, setAnswer] = useState<Answer<ExampleBody[]>>();
  const [opening, setOpening] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
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
  const shown = problem ?? (answer && !answer.ok ? answer.problem : undefined);
  return (
    <Dialog
      title="New from an example"
      size="wide"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {problem?.code === 'example-incomplete' ? 'Close' : 'Cancel'}
          </button>
          <button
            type="button"
            className="button"
            disabled={opening !== undefined}
            onClick={() => void open('', openEmptyFlow)}
          >
            New empty flow
          </button>
        </>
      }
    >
      {shown && (
        <div className="note note-bad" role="alert">
          <strong>{shown.says}</strong> <span className="muted">{shown.remedy}</span>
        </div>
      )}
      {!answer && <p className="muted">Looking for examples.</p>}
      {answer?.ok && answer.value.length === 0 && (
        <p className="muted">No examples came with this server. Begin with an empty flow.</p>
      )}
      {answer?.ok && (
        <ul className="gallery" aria-label="Examples">
          {answer.value.map((example) => (
            <li key={example.id}>
              <ExampleCard
                example={example}
                isOpening={opening === example.id}
                disabled={opening !== undefined}
                onOpen={() => void open(example.id, () => openExample(example.id))}
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
  isOpening: boolean;
  disabled: boolean;
  onOpen(): void;
}

function ExampleCard({ example, isOpening, disabled, onOpen }: ExampleCardProps): ReactElement {
  const { id, title, description, picture, hasPlant, map } = example;
  return (
    <button
      type="button"
      className="gallery-card"
      data-example={id}
      disabled={disabled}
      aria-busy={isOpening || undefined}
      onClick={onOpen}
    >
      <span className="gallery-picture">
        {picture === undefined ? <ExampleMap map={map} /> : <img src={picture} alt="" />}
      </span>
      <span className="gallery-title">{isOpening ? `Opening ${title}` : title}</span>
      <span className="gallery-words">{description}</span>
      {hasPlant && <span className="gallery-plant muted">Comes with a plant that runs beside it</span>}
    </button>
  );
}

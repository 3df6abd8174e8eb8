import './scenarios.css';
import { useEffect, useState, type ReactElement } from 'react';
import { useDocument } from '../../stores/document-store.ts';
import { useLive } from '../../stores/live-store.ts';
import { useSession } from '../../stores/session-store.ts';
import { QuestionForm } from './QuestionForm.tsx';
import { StudyResults } from './StudyResults.tsx';
import { useStudies } from './use-studies.ts';
import { studyWords } from '../../words/study.ts';

/** What would be: a question to the twin on the screen, its variants, and what came of each beside the twin as it is. */
export function ScenariosPanel(): ReactElement {
  const twin = useLive((state) => state.twin);
  const deployed = useDocument((state) => state.deployed);
  useEffect(makeRoom, []);
  if (twin === undefined || !deployed) return <p className="empty">{studyWords.noTwin}</p>;
  return <Scenarios key={twin} twin={twin} />;
}

let hasRoom = false;

/** A form beside its results takes more room than the other evidence: once, then it is as high as the person drags it. */
function makeRoom(): void {
  if (hasRoom) return;
  hasRoom = true;
  const wanted = Math.round(Math.min(ROOM, window.innerHeight * 0.45));
  useSession.setState(({ bottomHeight }) => ({ bottomHeight: Math.max(bottomHeight, wanted) }));
}

/** px. */
const ROOM = 440;

function Scenarios({ twin }: { twin: string }): ReactElement {
  const { studies, problem, ask } = useStudies(twin);
  const [chosen, setChosen] = useState<string>();
  const summary = studies?.find(({ id }) => id === chosen) ?? studies?.[0];
  return (
    <div className="scenarios">
      <QuestionForm
        twin={twin}
        onAsked={(id) => {
          setChosen(id);
          ask();
        }}
      />
      <div className="study">
        {problem && <p className="field-says tone-bad">{problem}</p>}
        {studies?.length === 0 && <p className="empty">{studyWords.empty}</p>}
        {studies && summary && (
          <StudyResults
            key={summary.id}
            summary={summary}
            studies={studies}
            onChoose={setChosen}
            onEnded={ask}
          />
        )}
      </div>
    </div>
  );
}

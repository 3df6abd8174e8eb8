import './scenarios.css';
import { useState, type ReactElement } from 'react';
import { useDocument } from '../../stores/document-store.ts';
import { useLive } from '../../stores/live-store.ts';
import { QuestionForm } from './QuestionForm.tsx';
import { StudyResults } from './StudyResults.tsx';
import { useStudies } from './use-studies.ts';
import { studyWords } from '../../words/study.ts';

/** What would be: a question to the twin on the screen, its variants, and what came of each beside the twin as it is. */
export function ScenariosPanel(): ReactElement {
  const twin = useLive((state) => state.twin);
  const deployed = useDocument((state) => state.deployed);
  if (twin === undefined || !deployed) return <p className="empty">{studyWords.noTwin}</p>;
  return <Scenarios key={twin} twin={twin} />;
}

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

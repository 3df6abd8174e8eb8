import './example-setup.css';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { ExampleBody, ExampleParameterBody, ExampleValues } from '@twinloom/runtime/protocol/bodies';
import { ParameterField } from '../ui/ParameterField.tsx';
import { ExamplePicture } from './ExamplePicture.tsx';
import { examplesWords } from '../words/examples.ts';

interface ExampleSetupProps {
  example: ExampleBody;
  /** Id of the form, for the button that opens the example. */
  form: string;
  onReady(isReady: boolean): void;
  /** Only what differs from what the example comes with. */
  onOpen(values: ExampleValues): void;
}

/** What an example asks before it opens: its parameters with units and ranges, all filled in. */
export function ExampleSetup({ example, form, onReady, onOpen }: ExampleSetupProps): ReactElement {
  const { description, parameters } = example;
  const [values, setValues] = useState<Record<string, ExampleValues[string] | undefined>>({});
  const isReady = !Object.entries(values).some(([, value]) => value === undefined);
  useEffect(() => onReady(isReady), [isReady, onReady]);
  const groups = [
    { title: examplesWords.parameters, members: parameters.filter((each) => each.of !== 'plant') },
    {
      title: examplesWords.plant,
      members: parameters.filter((each) => each.of === 'plant'),
    },
  ].filter(({ members }) => members.length > 0);
  const heading = useRef<HTMLParagraphElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <form
      id={form}
      className="example-setup"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onOpen(changed(parameters, values));
      }}
    >
      <div className="example-setup-about">
        <span className="gallery-picture">
          <ExamplePicture example={example} />
        </span>
        <p ref={heading} tabIndex={-1}>
          {description}
        </p>
      </div>
      <div className="example-setup-fields">
        {groups.length === 0 && <p className="muted">{examplesWords.asksNothing}</p>}
        {groups.map(({ title, members }) => (
          <fieldset key={title}>
            <legend className="section-title">{title}</legend>
            {members.map((parameter) => (
              <ParameterField
                key={parameter.name}
                title={parameter.title ?? parameter.name}
                parameter={{ ...parameter, value: values[parameter.name] ?? parameter.value }}
                fallback={parameter.name in values ? parameter.value : undefined}
                onChange={(value) => setValues((former) => ({ ...former, [parameter.name]: value }))}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </form>
  );
}

function changed(
  parameters: readonly ExampleParameterBody[],
  values: Readonly<Record<string, ExampleValues[string] | undefined>>,
): ExampleValues {
  const own: ExampleValues = {};
  for (const { name, value } of parameters) {
    const chosen = values[name];
    if (chosen !== undefined && chosen !== value) own[name] = chosen;
  }
  return own;
}

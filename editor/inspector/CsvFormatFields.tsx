import { useId, type ReactElement, type ReactNode } from 'react';
import type { Detected, Doubt } from '@twinloom/runtime/table/detect';
import type { CsvFormat, PartialFormat, TimeForm } from '@twinloom/runtime/table/format';
import { csvWords } from '../words/csv.ts';

interface CsvFormatFieldsProps {
  detected: Detected;
  format: CsvFormat;
  /** What the file leaves open and a person must choose. */
  asked: ReadonlySet<Doubt['about']>;
  onGive(more: PartialFormat): void;
}

const FORMS: readonly (readonly [TimeForm, string])[] = [
  ['iso', '2024-03-09 10:14:33 (ISO)'],
  ['day-month-year', csvWords.dayMonthYear],
  ['month-day-year', csvWords.monthDayYear],
  ['epoch-seconds', csvWords.secondsSince1970],
  ['epoch-milliseconds', csvWords.millisecondsSince1970],
  ['seconds', csvWords.secondsFromStart],
];

/** How the file is written, as it was found out: each may be chosen otherwise. */
export function CsvFormatFields({ detected, format, asked, onGive }: CsvFormatFieldsProps): ReactElement {
  const { columns, hasZones } = detected;
  const isDate = ['iso', 'day-month-year', 'month-day-year'].includes(format.timeForm);
  return (
    <div className="csv-format">
      <Choice
        label={csvWords.separator}
        value={format.separator}
        options={[
          [',', csvWords.comma],
          [';', csvWords.semicolon],
          ['tab', csvWords.tab],
        ]}
        onChoose={(separator) =>
          onGive({ separator: separator as CsvFormat['separator'], time: undefined, header: undefined })
        }
      />
      <Choice
        label={csvWords.decimalSign}
        isAsked={asked.has('decimal')}
        value={format.decimal}
        options={[
          ['.', csvWords.decimalPoint],
          [',', csvWords.decimalComma],
        ]}
        onChoose={(decimal) => onGive({ decimal: decimal as CsvFormat['decimal'] })}
      />
      <Choice
        label={csvWords.firstRow}
        value={String(format.header)}
        options={[
          ['true', csvWords.names],
          ['false', csvWords.values],
        ]}
        onChoose={(header) => onGive({ header: header === 'true', time: undefined })}
      />
      <Choice
        label={csvWords.timeIsIn}
        value={String(
          columns.findIndex(({ header, number }) => format.time === header || format.time === number) + 1,
        )}
        options={columns.map(({ number, header }) => [String(number), header || csvWords.column(number)])}
        onChoose={(chosen) => {
          const column = columns[Number(chosen) - 1];
          const isAlone = columns.filter(({ header }) => header === column?.header).length === 1;
          onGive({ time: isAlone && column?.header ? column.header : Number(chosen), timeForm: undefined });
        }}
      />
      <Choice
        label={csvWords.timesAre}
        isAsked={asked.has('timeForm')}
        value={format.timeForm}
        options={FORMS}
        onChoose={(timeForm) => onGive({ timeForm: timeForm as TimeForm })}
      />
      <Choice
        label={csvWords.timeZone}
        value={format.zone}
        isOff={!isDate || hasZones}
        options={
          isDate && !hasZones
            ? zones(format.zone)
            : [[format.zone, hasZones ? csvWords.zoneInTimes : csvWords.noZoneNeeded]]
        }
        onChoose={(zone) => onGive({ zone })}
      />
    </div>
  );
}

/** UTC, the place of this computer with its summer time, and each offset. */
function zones(chosen: string): [string, string][] {
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offsets = Array.from({ length: 27 }, (_, i) => i - 12).filter((hours) => hours !== 0);
  const named = [...new Set(['UTC', ...(here === 'UTC' ? [] : [here]), chosen])];
  const fixed = offsets.map(
    (hours) => `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`,
  );
  return [
    ...named
      .filter((zone) => !fixed.includes(zone))
      .map((zone): [string, string] => [
        zone,
        zone === here && here !== 'UTC' ? csvWords.zoneOfComputer(zone) : zone,
      ]),
    ...fixed.map((zone): [string, string] => [zone, `UTC${zone.replace('-', '−')}`]),
  ];
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: ReactNode])[];
  isAsked?: boolean;
  isOff?: boolean;
  onChoose(value: string): void;
}

function Choice({
  label,
  value,
  options,
  isAsked = false,
  isOff = false,
  onChoose,
}: ChoiceProps): ReactElement {
  const id = useId();
  return (
    <div className="csv-choice">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        value={isAsked ? '' : value}
        disabled={isOff}
        aria-invalid={isAsked || undefined}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {isAsked && (
          <option value="" disabled>
            {csvWords.choose}
          </option>
        )}
        {options.map(([one, text]) => (
          <option key={one} value={one}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

import { type ReactElement } from 'react';

/** A KPI of the flow by its name. */
export interface KpiChoice {
  name: string;
  title: string;
}

interface KpiSelectProps {
  label: string;
  kpis: readonly KpiChoice[];
  value: string;
  /** What stands where none is chosen; absent: one always is. */
  none?: string;
  onChange(name: string): void;
}

/** One of the flow's KPIs. */
export function KpiSelect({ label, kpis, value, none, onChange }: KpiSelectProps): ReactElement {
  return (
    <select
      className="input"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {none !== undefined && <option value="">{none}</option>}
      {kpis.map(({ name, title }) => (
        <option key={name} value={name}>
          {title}
        </option>
      ))}
    </select>
  );
}

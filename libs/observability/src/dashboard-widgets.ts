import type { Metric } from './alarms/alarm';

/** A widget of a dashboard, without its place. */
export interface Widget {
  readonly type: 'text' | 'metric' | 'alarm';
  /** In columns of the grid, of which there are {@link COLUMNS}. */
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The columns of a dashboard: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export const COLUMNS = 24;

/** One line of a graph. */
export interface Line {
  readonly metric: Metric;
  readonly label: string;
  readonly statistic: string;
}

/** A graph, and the bound that its alarm has. */
export interface Graph {
  readonly title: string;
  readonly lines: readonly Line[];
  /** @default - no bound is drawn */
  readonly bound?: { readonly label: string; readonly value: number };
  /** @default - a third of the width */
  readonly width?: number;
}

/** Text in Markdown over the whole width. */
export const text = (markdown: string, height: number): Widget => ({
  type: 'text',
  width: COLUMNS,
  height,
  properties: { markdown },
});

/** The states of alarms of the dashboard's own Region. */
export const alarmStates = (title: string, arns: readonly string[], height: number): Widget => ({
  type: 'alarm',
  width: COLUMNS,
  height,
  properties: { title, alarms: arns },
});

/** A graph of metrics of one Region, a value each minute. */
export const graph = (region: string, { title, lines, bound, width = COLUMNS / 3 }: Graph): Widget => ({
  type: 'metric',
  width,
  height: 6,
  properties: {
    title,
    region,
    view: 'timeSeries',
    period: 60,
    metrics: lines.map(({ metric, label, statistic }) => [
      metric.namespace,
      metric.metricName,
      ...Object.entries(metric.dimensions).flat(),
      { label, stat: statistic },
    ]),
    yAxis: { left: { min: 0 } },
    ...(bound === undefined ? {} : { annotations: { horizontal: [bound] } }),
  },
});

/** Places widgets in rows, in their order; each row as high as the highest in it. */
export function place(widgets: readonly Widget[]): readonly Readonly<Record<string, unknown>>[] {
  let [x, y, height] = [0, 0, 0];
  return widgets.map((widget) => {
    if (x + widget.width > COLUMNS) [x, y, height] = [0, y + height, 0];
    const placed = { ...widget, x, y };
    x += widget.width;
    height = Math.max(height, widget.height);
    return placed;
  });
}

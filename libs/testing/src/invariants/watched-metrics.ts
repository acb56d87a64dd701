import { isObject, listOf, objectOf, type Json, type JsonObject } from '../json';
import { type EnvironmentModel, type Resource } from '../model/model';

/** A metric that an alarm watches or a dashboard shows. */
export interface WatchedMetric {
  /** The alarm or dashboard. */
  readonly by: Resource;
  /** Where CloudWatch looks for it. */
  readonly region: string | undefined;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Every metric that a stack of the environment watches or shows. */
export function watchedMetrics(model: EnvironmentModel): WatchedMetric[] {
  return [
    ...model.ofType('aws_cloudwatch_metric_alarm').flatMap(metricsOfAlarm),
    ...model.ofType('aws_cloudwatch_dashboard').flatMap(metricsOfDashboard),
  ];
}

const texts = (object: JsonObject): Record<string, string> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, String(value)]));

function metricsOfAlarm(alarm: Resource): WatchedMetric[] {
  const metrics = [
    ...(alarm.text('metric_name') === '' ? [] : [alarm.attributes]),
    ...listOf(alarm.at('metric_query')).map((query) => objectOf(objectOf(query)['metric'])),
  ].filter((metric) => metric['metric_name'] !== undefined);
  return metrics.map((metric) => ({
    by: alarm,
    region: alarm.region,
    namespace: String(metric['namespace']),
    metricName: String(metric['metric_name']),
    dimensions: texts(objectOf(metric['dimensions'])),
  }));
}

/** The widgets of a dashboard. */
export function widgetsOf(dashboard: Resource): JsonObject[] {
  const body = JSON.parse(dashboard.text('dashboard_body')) as JsonObject;
  return listOf(body['widgets']).map((widget) => objectOf(objectOf(widget)['properties']));
}

function metricsOfDashboard(dashboard: Resource): WatchedMetric[] {
  return widgetsOf(dashboard).flatMap((widget) =>
    listOf(widget['metrics']).map((line): WatchedMetric => {
      const [namespace, metricName, ...pairs] = listOf(line).filter((part) => !isObject(part));
      return {
        by: dashboard,
        region: String(widget['region']),
        namespace: String(namespace),
        metricName: String(metricName),
        dimensions: dimensionsOf(pairs),
      };
    }),
  );
}

/** `[name, value, name, value …]`, as a dashboard has them. */
function dimensionsOf(pairs: readonly Json[]): Record<string, string> {
  const names = pairs.filter((_, index) => index % 2 === 0);
  return Object.fromEntries(names.map((name, index) => [String(name), String(pairs[2 * index + 1])]));
}

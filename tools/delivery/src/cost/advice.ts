import { totalOf, type Estimate, type EstimateLine } from './estimate';

/** Something that costs more than one would think, and what lowers it, at which price in an outage. */
export interface Advice {
  readonly code: 'interface-endpoints' | 'standby-capacity' | 'standby-tasks';
  /** What it costs, in USD a month. */
  readonly usd: number;
  /** Its share of the whole, from 0 to 1. */
  readonly share: number;
  readonly text: string;
  /** What lowers it, with what it saves in USD a month and what that costs in a recovery. */
  readonly options: readonly { readonly usd: number; readonly text: string; readonly recovery: string }[];
}

/** What surprises in an estimate. */
export function adviceOf(estimate: Estimate): Advice[] {
  const all = totalOf(estimate.lines);
  const of = (wanted: (line: EstimateLine) => boolean) => totalOf(estimate.lines.filter(wanted));
  const endpoints = of(({ item }) => item === 'interface-endpoint-hour');
  const standbyEndpoints = of(({ item, role }) => item === 'interface-endpoint-hour' && role === 'dr');
  const capacity = estimate.lines.filter(
    ({ item, role }) => item.startsWith('aurora-acu-hour') && role === 'dr',
  );
  const tasks = of(({ item, role }) => item.startsWith('fargate-') && role === 'dr');
  const advice: Advice[] = [
    {
      code: 'interface-endpoints',
      usd: endpoints,
      share: endpoints / all,
      text: 'Interface endpoints are billed for each zone that they stand in, whether anything passes or not.',
      options: [
        {
          usd: standbyEndpoints / 2,
          text: 'in the standby, one zone for each endpoint and not every zone',
          recovery:
            'the loss of that zone while dr serves takes the endpoints: their calls fail until they are deployed in another',
        },
      ],
    },
    {
      code: 'standby-capacity',
      usd: totalOf(capacity),
      share: totalOf(capacity) / all,
      text: 'The least capacity of the database in a Region that serves nobody is billed all the time.',
      options: standbyOptions(capacity),
    },
    {
      code: 'standby-tasks',
      usd: tasks,
      share: tasks / all,
      text: 'The tasks of the standby run although no traffic comes.',
      options: [
        {
          usd: tasks / 2,
          text: 'half as many tasks (service.tasks.drMin)',
          recovery:
            'the first minutes after a failover are served by half as many, until autoscaling or the controller has started more',
        },
      ],
    },
  ];
  return advice.filter(({ usd }) => usd > 0);
}

function standbyOptions(capacity: readonly EstimateLine[]): Advice['options'] {
  const all = totalOf(capacity);
  const [instance] = capacity;
  return [
    {
      usd: all / 2,
      text: 'half the least capacity in dr (database.minAcu)',
      recovery:
        'the writer begins with half as much; Aurora doubles it within minutes, and the controller raises the minimum to failover.capacity.minAcu once traffic has moved',
    },
    ...(capacity.length > 1 && instance !== undefined
      ? [
          {
            usd: instance.usd,
            text: 'one instance fewer in dr (database.instances.dr)',
            recovery:
              'after a failover no second instance takes over if the writer fails: a new one takes about ten minutes, within the objective of an hour',
          },
        ]
      : []),
  ];
}

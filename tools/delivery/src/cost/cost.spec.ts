import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adviceOf } from './advice';
import { estimate, parseEstimate, parseUsage, sumBy, totalOf, uncertaintiesOf } from './estimate';
import { lineItemsOf } from './line-items';
import { ageInDays, priceOf, readPrices, type PriceList } from './prices';
import { refreshPrices } from './refresh';
import { differenceOfEstimates, formatDifferenceMarkdown, formatEstimate } from './render';

const prices = readPrices();
const stackJson = (resource: object) =>
  JSON.stringify({
    provider: { aws: [{ region: 'eu-west-2' }, { alias: 'dr', region: 'eu-west-1' }] },
    resource,
  });
const bill = (type: string, attributes: object, more: object = {}) =>
  lineItemsOf(stackJson({ [type]: { it: attributes }, ...more }), 2);

describe('lineItemsOf', () => {
  it.each<{ type: string; given: object; lines: object[]; more?: object }>([
    {
      type: 'aws_vpc_endpoint',
      given: { vpc_endpoint_type: 'Interface', subnet_ids: ['a', 'b'] },
      lines: [{ item: 'interface-endpoint-hour', quantity: 1460 }],
    },
    { type: 'aws_vpc_endpoint', given: { vpc_endpoint_type: 'Gateway' }, lines: [] },
    {
      type: 'aws_kms_key',
      given: { provider: 'aws.dr' },
      lines: [{ item: 'kms-key-month', quantity: 1, region: 'eu-west-1' }],
    },
    {
      type: 'aws_secretsmanager_secret',
      given: { replica: [{ region: 'eu-west-1' }] },
      lines: [{ item: 'secret-month', quantity: 2 }],
    },
    {
      type: 'aws_cloudwatch_metric_alarm',
      given: { metric_query: [{ metric: {} }, { metric: {} }, { expression: 'a+b' }] },
      lines: [{ item: 'alarm-month', quantity: 2 }],
    },
    {
      type: 'aws_cloudwatch_metric_alarm',
      given: { metric_name: 'x' },
      lines: [{ item: 'alarm-month', quantity: 1 }],
    },
    {
      type: 'aws_route53_health_check',
      given: { type: 'HTTPS', request_interval: 10 },
      lines: [{ item: 'health-check-option-month', quantity: 2 }],
    },
    { type: 'aws_route53_health_check', given: { type: 'HTTP', request_interval: 30 }, lines: [] },
    {
      type: 'aws_route53_health_check',
      given: { type: 'CALCULATED' },
      lines: [{ item: 'health-check-computed-month', quantity: 1 }],
    },
    {
      type: 'aws_lb',
      given: { internal: false },
      lines: [
        { item: 'load-balancer-hour', quantity: 730 },
        { item: 'public-ipv4-hour', quantity: 1460 },
      ],
    },
    {
      type: 'aws_wafv2_web_acl',
      given: { rule: [{}, {}] },
      lines: [
        { item: 'web-acl-month', quantity: 1 },
        { item: 'web-acl-rule-month', quantity: 2 },
      ],
    },
    {
      type: 'aws_rds_cluster_instance',
      given: { instance_class: 'db.serverless', cluster_identifier: '${aws_rds_cluster.c.id}' },
      lines: [{ item: 'aurora-acu-hour', quantity: 8 * 730 }],
      more: { aws_rds_cluster: { c: { serverlessv2_scaling_configuration: { min_capacity: 8 } } } },
    },
    {
      type: 'aws_ecs_service',
      given: { desired_count: 2, task_definition: '${aws_ecs_task_definition.t.arn}' },
      lines: [
        { item: 'fargate-vcpu-hour', quantity: 730 },
        { item: 'fargate-gb-hour', quantity: 1460 },
      ],
      more: { aws_ecs_task_definition: { t: { cpu: '512', memory: '1024' } } },
    },
  ])('bills $type $given', ({ type, given, lines, more }) => {
    expect(bill(type, given, more)).toEqual(lines);
  });

  it('refuses an instance whose class has no price', () => {
    expect(() => bill('aws_rds_cluster_instance', { instance_class: 'db.r6g.large' })).toThrow(
      'db.r6g.large',
    );
  });
});

describe('the committed prices', () => {
  it('say of each where it comes from, by a letter that is explained', () => {
    const given = Object.values(prices.items).flatMap((item) => Object.values(item.prices));

    expect(given.length).toBeGreaterThan(100);
    expect(given.flatMap(({ sources }) => sources).filter((source) => !(source in prices.sources))).toEqual(
      [],
    );
    expect(given.filter(({ confirmed, sources }) => confirmed && sources.length === 0)).toEqual([]);
  });

  it('are those of the Region, else the highest known, unconfirmed', () => {
    expect(priceOf(prices, 'nat-gateway-hour', 'eu-west-1')).toEqual({
      usd: 0.048,
      unit: 'hour',
      confirmed: true,
    });
    expect(priceOf(prices, 'nat-gateway-hour', 'eu-north-1')).toEqual({
      usd: 0.05,
      unit: 'hour',
      confirmed: false,
    });
    expect(() => priceOf(prices, 'gold', 'eu-west-1')).toThrow("'gold'");
  });

  it('are old after 180 days', () => {
    expect(ageInDays({ ...prices, collected: '2026-11-28' }, new Date('2027-05-28T00:00:00Z'))).toBe(181);
  });
});

/** Two Regions with endpoints, and a database in each. */
const stacks = (drAcu: number) =>
  (['primary', 'dr'] as const).map((role) => ({
    name: `${role}-aurora`,
    role,
    tier: 'aurora',
    region: role === 'primary' ? 'eu-west-2' : 'eu-west-1',
    zones: 2,
    json: stackJson({
      aws_rds_cluster: {
        c: { serverlessv2_scaling_configuration: { min_capacity: role === 'primary' ? 8 : drAcu } },
      },
      aws_rds_cluster_instance: Object.fromEntries(
        ['one', 'two'].map((name) => [
          name,
          { instance_class: 'db.serverless', cluster_identifier: '${aws_rds_cluster.c.id}' },
        ]),
      ),
      aws_vpc_endpoint: { e: { vpc_endpoint_type: 'Interface', subnet_ids: ['a', 'b'] } },
    }),
  }));
const estimated = (drAcu = 8, usage = {}) =>
  estimate({ environment: 'prod', stacks: stacks(drAcu), prices, usage });

describe('estimate', () => {
  it('sums up by Region what stands', () => {
    const { lines } = estimated();

    expect(sumBy(lines, ({ region }) => region).get('eu-west-1')).toBeCloseTo(
      2 * 8 * 730 * 0.14 + 2 * 730 * 0.011,
      6,
    );
    expect(totalOf(lines)).toBeCloseTo(2 * (1635.2 + 16.06), 6);
  });

  it('adds what is used', () => {
    const usage = parseUsage('{"primary":{"nat-gateway-gb":100}}', 'a file', prices);

    expect(totalOf(estimated(8, usage).lines) - totalOf(estimated().lines)).toBeCloseTo(5, 6);
  });

  it.each(['no JSON', '{"standby":{}}', '{"dr":{"gold":1}}', '{"dr":{"nat-gateway-gb":-1}}'])(
    'refuses the usage %s',
    (text) => {
      expect(() => parseUsage(text, 'a file', prices)).toThrow('a file holds no usage');
    },
  );

  it('is read again as it was written, and nothing else is', () => {
    expect(parseEstimate(JSON.stringify(estimated()), 'x')).toEqual(estimated());
    expect(() => parseEstimate('{}', 'a file')).toThrow('a file holds no estimate');
  });

  it('warns of prices that are old, and names those that are not confirmed', () => {
    const unconfirmed = estimate({
      environment: 'us',
      stacks: stacks(8).map((stack) => ({ ...stack, region: 'us-west-2' })),
      prices,
    });
    const now = (date: string) => new Date(`${date}T00:00:00Z`);
    const dated: PriceList = { ...prices, collected: '2026-11-28' };

    expect(uncertaintiesOf(unconfirmed, dated, now('2026-12-01'))).toEqual([
      expect.stringContaining('aurora-acu-hour'),
    ]);
    expect(uncertaintiesOf(estimated(), dated, now('2027-06-30'))).toEqual([
      expect.stringContaining('214 days'),
    ]);
    expect(uncertaintiesOf(estimated(), dated, now('2027-05-27'))).toEqual([]);
  });
});

describe('adviceOf', () => {
  it('names the capacity of the standby and the endpoints, what lowers them, and the price in a recovery', () => {
    const advice = adviceOf(estimated());

    expect(advice.map(({ code, usd }) => [code, Number(usd.toFixed(2))])).toEqual([
      ['interface-endpoints', 32.12],
      ['standby-capacity', 1635.2],
    ]);
    expect(advice[1]?.share).toBeCloseTo(0.495, 2);
    expect(advice[1]?.options.map(({ usd }) => usd)).toEqual([817.6, 817.6]);
    for (const { recovery } of advice.flatMap(({ options }) => options)) expect(recovery).not.toBe('');
  });
});

describe('a difference', () => {
  it('is by tier and Region, and none where nothing changed', () => {
    const { total, rows } = differenceOfEstimates(estimated(8), estimated(4));

    expect(total).toBeCloseTo(-817.6, 6);
    expect(rows).toEqual([{ tier: 'aurora', region: 'eu-west-1', usd: expect.closeTo(-817.6, 6) as number }]);
    expect(differenceOfEstimates(estimated(), estimated())).toEqual({ total: 0, rows: [] });
    expect(formatDifferenceMarkdown('prod', { total, rows }, estimated(4))).toContain(
      '| aurora | eu-west-1 | -$817.60 |',
    );
  });
});

describe('formatEstimate', () => {
  it('shows tiers by Region with their sums, and what it is told of uncertainty', () => {
    const text = formatEstimate(estimated(), ['Uncertain.']);

    expect(text).toMatch(/aurora +\$1651\.26 +\$1651\.26 +\$3302\.52/);
    expect(text).toContain('Uncertain.');
  });
});

describe('refreshPrices', () => {
  let server: Server;
  const asked: string[] = [];
  const offer = (entries: Readonly<Record<string, string>>) => ({
    products: Object.fromEntries(
      Object.keys(entries).map((usagetype) => [usagetype, { sku: usagetype, attributes: { usagetype } }]),
    ),
    terms: {
      OnDemand: Object.fromEntries(
        Object.entries(entries).map(([sku, USD]) => [
          sku,
          { term: { priceDimensions: { rate: { beginRange: '0', pricePerUnit: { USD } } } } },
        ]),
      ),
    },
  });
  const OFFERS: Readonly<Record<string, object>> = {
    AmazonVPC: offer({ 'EUW2-VpcEndpoint-Hours': '0.0120000000', 'EUW2-VpcEndpoint-Bytes': '0.01' }),
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      const url = request.url ?? '';
      asked.push(url);
      const name = url.split('/')[4] ?? '';
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(OFFERS[name] ?? offer({})));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  it('takes what AWS lists for the Region, leaves the rest as it was, and says what', async () => {
    const today = new Date('2027-01-02T03:04:05Z');

    const { prices: fresh, left } = await refreshPrices(prices, ['eu-west-2'], { url: url(), today });

    expect(priceOf(fresh, 'interface-endpoint-hour', 'eu-west-2')).toMatchObject({
      usd: 0.012,
      confirmed: true,
    });
    expect(fresh.collected).toBe('2027-01-02');
    expect(fresh.sources).toHaveProperty('L');
    expect(priceOf(fresh, 'interface-endpoint-hour', 'eu-west-1').usd).toBe(0.011);
    expect(priceOf(fresh, 'nat-gateway-hour', 'eu-west-2').usd).toBe(0.05);
    expect(left).toContain('nat-gateway-hour (eu-west-2)');
    expect(asked).toContain('/offers/v1.0/aws/AmazonVPC/current/eu-west-2/index.json');
    expect(priceOf(prices, 'interface-endpoint-hour', 'eu-west-2').usd).toBe(0.011);
  });

  it('says so where the lists cannot be read', async () => {
    await expect(refreshPrices(prices, ['eu-west-2'], { url: 'http://127.0.0.1:1' })).rejects.toThrow(
      'could not be read',
    );
  });
});

import { fixtureEnvironment } from './__fixtures__';
import { serviceNames, type ServiceNames } from './service-names';

const all = ({ service, regional }: ServiceNames) => [service, ...Object.values(regional)];

it('names the service and each Region of it', () => {
  expect(serviceNames(fixtureEnvironment('dev'))).toEqual({
    service: 'app.dev.healthcare.example',
    regional: {
      primary: 'eu-west-2.app.dev.healthcare.example',
      dr: 'eu-west-1.app.dev.healthcare.example',
    },
    witness: {
      primary: 'witness-eu-west-2.app.dev.healthcare.example',
      dr: 'witness-eu-west-1.app.dev.healthcare.example',
    },
  });
});

it('takes the Regions and the label from the configuration', () => {
  const us = fixtureEnvironment('us');
  expect(serviceNames({ ...us, dns: { ...us.dns, recordLabel: 'records' } }).regional).toEqual({
    primary: 'us-east-1.records.us.healthcare.example',
    dr: 'us-west-2.records.us.healthcare.example',
  });
});

it('gives no name twice among environments that share a zone', () => {
  const names = ['dev', 'pr7', 'pr42'].flatMap((suffix) => all(serviceNames(fixtureEnvironment(suffix))));
  expect(new Set(names).size).toBe(names.length);
});

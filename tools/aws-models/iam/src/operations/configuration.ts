import { encryption, keyContext, keyUse, type KeyUse } from './key-use';
import {
  arnIn,
  arnOr,
  direct,
  isTrue,
  text,
  type ApiCall,
  type Operation,
  type Operations,
} from './operation';

/** A parameter's name begins with the slash that its ARN has too; one without a slash gets it. */
const parameterArn = (call: ApiCall, name: string): string =>
  arnOr(name, (plain) => arnIn(call, 'ssm', `parameter${plain.startsWith('/') ? '' : '/'}${plain}`));

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html */
const parameterKey = (parameter: string, actions: readonly string[]): KeyUse => ({
  via: 'ssm',
  actions,
  encryptionContext: { PARAMETER_ARN: parameter },
});

const readParameters =
  (action: string, member: string): Operation =>
  (call, inventory) => {
    const named = call.parameters[member];
    const names = (Array.isArray(named) ? (named as unknown[]) : [named]).map(String);
    return names.flatMap((name) => {
      const parameter = parameterArn(call, name);
      const key = isTrue(call, 'WithDecryption') ? inventory.keyOf(parameter) : undefined;
      return [
        direct(`ssm:${action}`, parameter),
        ...keyUse(call, inventory, key, parameterKey(parameter, ['Decrypt'])),
      ];
    });
  };

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
export const SSM: Operations = {
  GetParameter: readParameters('GetParameter', 'Name'),
  GetParameters: readParameters('GetParameters', 'Names'),
  PutParameter: (call, inventory) => {
    const parameter = parameterArn(call, text(call, 'Name') ?? '');
    const given = text(call, 'KeyId');
    const key = given === undefined ? inventory.keyOf(parameter) : inventory.keyArn(call.region, given);
    return [
      direct('ssm:PutParameter', parameter),
      ...keyUse(call, inventory, key, parameterKey(parameter, ['Encrypt'])),
    ];
  },
};

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */
export const SECRETS_MANAGER: Operations = {
  GetSecretValue: (call, inventory) => {
    const secret = arnOr(
      text(call, 'SecretId') ?? '',
      (name) => inventory.secretArn(call.region, name) ?? arnIn(call, 'secretsmanager', `secret:${name}`),
    );
    return [
      direct('secretsmanager:GetSecretValue', secret),
      ...keyUse(call, inventory, inventory.keyOf(secret), {
        via: 'secretsmanager',
        actions: ['Decrypt'],
        encryptionContext: { SecretARN: secret },
      }),
    ];
  },
};

/** What is asked of KMS itself. */
const onKey =
  (action: string): Operation =>
  (call, inventory) => {
    const reference = text(call, 'KeyId') ?? '';
    const key =
      inventory.keyArn(call.region, reference) ?? arnOr(reference, (id) => arnIn(call, 'kms', `key/${id}`));
    const given = call.parameters['EncryptionContext'];
    const pairs = typeof given === 'object' && given !== null ? (given as Record<string, string>) : {};
    return [direct(`kms:${action}`, key, { ...keyContext(call, inventory, key), ...encryption(pairs) })];
  };

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */
export const KMS: Operations = {
  Decrypt: onKey('Decrypt'),
  DescribeKey: onKey('DescribeKey'),
  Encrypt: onKey('Encrypt'),
  GenerateDataKey: onKey('GenerateDataKey'),
};

/**
 * Everybody may ask who they are. A role is assumed by whoever its trust policy, too, lets do it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
export const STS: Operations = {
  GetCallerIdentity: () => [],
  AssumeRole: (call) => [
    direct('sts:AssumeRole', text(call, 'RoleArn') ?? '', {
      'sts:RoleSessionName': text(call, 'RoleSessionName') ?? '',
      ...(text(call, 'ExternalId') !== undefined && { 'sts:ExternalId': text(call, 'ExternalId') ?? '' }),
    }),
  ],
};

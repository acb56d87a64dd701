import {
  arnIn,
  arnOr,
  direct,
  implied,
  text,
  type ApiCall,
  type Operations,
  type Requirement,
} from './operation';

/**
 * Application Auto Scaling acts on the service with the permissions of whoever registers it.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html
 */
const scaledService = (call: ApiCall): Requirement[] => {
  const resource = text(call, 'ResourceId') ?? '';
  if (text(call, 'ServiceNamespace') !== 'ecs') return [];
  return ['ecs:DescribeServices', 'ecs:UpdateService'].map((action) =>
    implied(action, arnIn(call, 'ecs', resource)),
  );
};

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html */
export const APPLICATION_AUTO_SCALING: Operations = {
  DescribeScalableTargets: () => [direct('application-autoscaling:DescribeScalableTargets', '*')],
  RegisterScalableTarget: (call) => [
    // The id in its ARN is made when it is registered.
    direct(
      'application-autoscaling:RegisterScalableTarget',
      arnIn(call, 'application-autoscaling', 'scalable-target/new'),
      {
        'application-autoscaling:service-namespace': text(call, 'ServiceNamespace') ?? '',
        'application-autoscaling:scalable-dimension': text(call, 'ScalableDimension') ?? '',
      },
    ),
    ...scaledService(call),
  ],
};

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const LAMBDA: Operations = {
  Invoke: (call) => [
    direct(
      'lambda:InvokeFunction',
      arnOr(text(call, 'FunctionName') ?? '', (name) => arnIn(call, 'lambda', `function:${name}`)),
    ),
  ],
};

/** The network interfaces of a function: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export const EC2: Operations = {
  DescribeNetworkInterfaces: () => [direct('ec2:DescribeNetworkInterfaces', '*')],
  DescribeSubnets: () => [direct('ec2:DescribeSubnets', '*')],
};

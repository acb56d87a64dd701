import { describeStack } from '@healthcare-dr/testing';
import stack from './stack';

describeStack(stack);

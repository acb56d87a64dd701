import { Construct } from 'constructs';

/** A construct that others extend. */
export class Base extends Construct {}

/** No construct. */
export class Plain extends Map<string, string> {}

import { type Naming, nameOf } from "../naming.ts";

/** Data keys of an environment: all of these purposes in these regions. */
export interface KeyScope {
  readonly naming: Naming;
  readonly regions: readonly string[];
  /** `us`, `eu` */
  readonly keyPurposes: readonly string[];
}

export interface KeyUse {
  readonly sid?: string;
  readonly actions: string | readonly string[];
  /** Beside that they are these keys: through which service, for which object. */
  readonly when?: Readonly<Record<string, object>>;
}

/**
 * Lets a role use data keys, found by their aliases: a key's id is unknown before it exists.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function keyUse(
  { naming, regions, keyPurposes }: KeyScope,
  { sid, actions, when = {} }: KeyUse,
): object {
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: "Allow",
    Action: actions,
    Resource: regions.map((region) => `arn:aws:kms:${region}:${naming.account}:key/*`),
    Condition: {
      "ForAnyValue:StringEquals": {
        "kms:ResourceAliases": keyPurposes.map((purpose) => `alias/${nameOf(naming, purpose)}`),
      },
      ...when,
    },
  };
}

/** As `keyUse`, through one service only, in whichever region: `s3`. */
export function keyUseThrough(service: string, scope: KeyScope, use: Omit<KeyUse, "when">): object {
  return keyUse(scope, { ...use, when: { StringLike: { "kms:ViaService": `${service}.*.amazonaws.com` } } });
}

import { HOLE } from "../matching/pattern.ts";

/**
 * Who asks. A role stands for every session of it.
 *
 * `root` is the account's root user; `service` an AWS service that acts for itself; `anonymous` somebody without
 * credentials; `federated` somebody with a token of an identity provider, who may only take on roles.
 */
export type Caller =
  | {
      readonly kind: "role" | "user" | "root";
      /** `arn:aws:iam::111111111111:role/shop`. */
      readonly arn: string;
      readonly account: string;
      /** Service control policies do not reach it. */
      readonly serviceLinked?: boolean;
    }
  | { readonly kind: "service"; readonly name: string }
  | { readonly kind: "federated"; readonly provider: string }
  | { readonly kind: "anonymous" };

/** The caller that an ARN names: of a role, a user, a session of a role, a root user. Undefined: of nobody. */
export function callerOf(arn: string): Caller | undefined {
  const session = /^arn:([\w-]+):sts::([^:]*):assumed-role\/([^/]+)\/.+$/.exec(arn);
  if (session !== null) {
    const [, partition, account = "", role] = session;
    return { kind: "role", arn: `arn:${partition}:iam::${account}:role/${role}`, account };
  }
  const [, account = "", what = ""] = /^arn:[\w-]+:iam::([^:]*):(.+)$/.exec(arn) ?? [];
  if (!/^\d{12}$/.test(account) && account !== HOLE) return undefined;
  if (what === "root") return { kind: "root", arn, account };
  const kind = what.startsWith("role/") ? "role" : what.startsWith("user/") ? "user" : undefined;
  if (kind === undefined) return undefined;
  return {
    kind,
    arn,
    account,
    ...(what.startsWith("role/aws-service-role/") ? { serviceLinked: true } : {}),
  };
}

/** For people. */
export function callerText(caller: Caller): string {
  if (caller.kind === "service") return caller.name;
  if (caller.kind === "anonymous") return "anonymous";
  return caller.kind === "federated" ? caller.provider : caller.arn;
}

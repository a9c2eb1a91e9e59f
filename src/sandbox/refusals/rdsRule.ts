import type { AwsCall } from "../call.ts";
import type { Refusal, RefusedCall, World } from "../overlay.ts";
import { type Form, parseForm } from "../wire/index.ts";

/** A refusal of the RDS API, which speaks in forms. */
interface RdsRule extends Omit<Refusal, "service" | "check"> {
  check(form: Form, call: AwsCall, world: World): RefusedCall | undefined | Promise<RefusedCall | undefined>;
}

export function rds({ check, ...rule }: RdsRule): Refusal {
  return {
    ...rule,
    service: "rds",
    check: async (call, world) => check(parseForm(call.body), call, world),
  };
}

/** A refusal with status 400, as nearly all of RDS have. */
export function refused(code: string, message: string): RefusedCall {
  return { status: 400, code, message };
}

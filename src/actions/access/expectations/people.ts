import type { Expectation } from "../../../access/index.ts";
import { roleArn } from "../../../constructs/index.ts";
import type { Place } from "./place.ts";

/** The roles by which people get into the clusters want a second factor. */
export function peopleExpectations({ environment, naming }: Place): readonly Expectation[] {
  if (environment.regions.every(({ cluster }) => cluster === "none")) return [];
  return ["platform-admin", "platform-viewer"].flatMap((thing) =>
    (["true", "false", null] as const).map((factor): Expectation => {
      const says =
        factor === "true" ? "with a second factor" : factor === null ? "who never had one" : "without one";
      return {
        rule: "people need a second factor",
        says: `an administrator ${says} ${factor === "true" ? "takes" : "does not take"} on ${thing} of ${environment.name}`,
        wanted: factor === "true" ? "allow" : "deny",
        as: { kind: "administrator", arn: `arn:aws:iam::${environment.account}:role/people/anybody` },
        asked: {
          action: "sts:AssumeRole",
          resource: roleArn(naming, thing),
          context: { "aws:MultiFactorAuthPresent": factor },
        },
      };
    }),
  );
}

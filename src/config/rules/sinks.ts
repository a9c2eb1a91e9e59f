import { show } from "../draft.ts";
import { nearest } from "../nearest.ts";
import { regionsOf } from "../placement.ts";
import type { Rule } from "./rule.ts";

/** Links lead to a sink of the security team's account in their own region: telemetry leaves no region. */
const sinkElsewhere: Rule = {
  code: "config/sink-elsewhere",
  check: ({ organization }) => {
    const { sinks = {} } = organization?.observability ?? {};
    return Object.entries(sinks)
      .filter(([region, arn]) => {
        const [, , , of, account] = arn.split(":");
        return of !== region || account !== organization?.security.account;
      })
      .map(([region, arn]) => ({
        where: `organization.observability.sinks["${region}"]`,
        given: show(arn),
        wanted: `a sink in ${region} of the security team's account, ${organization?.security.account}: an account sees what others share with it in the same region only`,
        fix: `Write the ARN that \`aws oam list-sinks --region ${region}\` shows in that account.`,
      }));
  },
};

const sinkOfNoRegion: Rule = {
  code: "config/sink-of-no-region",
  check: ({ organization, homes }) => {
    const known = [...new Set(homes.flatMap(({ value }) => regionsOf(value)))];
    return Object.keys(organization?.observability?.sinks ?? {})
      .filter((region) => !known.includes(region))
      .map((region) => {
        const [near] = nearest(region, known);
        return {
          where: `organization.observability.sinks["${region}"]`,
          given: show(region),
          wanted: `a region of a home: ${known.join(", ")}`,
          fix: near === undefined ? "Remove it." : `Change it to ${near}, or remove it.`,
        };
      });
  },
};

export const SINK_RULES: readonly Rule[] = [sinkElsewhere, sinkOfNoRegion];

import { type Case, environments, stores } from "./caseParts.ts";

const automatic = environments({ automaticFailover: true });
const pair = { US: { regions: ["us-east-1", "us-west-2"] } };

/** Of failovers that begin without a person. */
export const FAILOVER_CASES: readonly Case[] = [
  {
    code: "config/automatic-failover-unwatched",
    says: "a failover that begins by itself, behind an accelerator",
    breaks: { ...automatic, homes: pair, ...stores(), edge: { accelerator: true } },
    where: "environments[0].automaticFailover",
    keeps: { ...automatic, homes: pair, ...stores() },
  },
  {
    code: "config/automatic-failover-unwatched",
    says: "a failover that begins by itself, with no region to go to",
    breaks: {
      ...environments({ automaticFailover: true, regions: ["us-east-1"] }),
      homes: pair,
      ...stores(),
    },
    where: "environments[0].automaticFailover",
    keeps: {
      ...environments({ automaticFailover: false, regions: ["us-east-1"] }),
      homes: pair,
      ...stores(),
    },
  },
];

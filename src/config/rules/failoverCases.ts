import { type Case, environments, stores } from "./caseParts.ts";

const automatic = environments({ automaticFailover: true });
const pair = { US: { regions: ["us-east-1", "us-west-2"] } };

/** Environments of one account, the third with a cluster or without. */
const three = (routingControls: boolean) =>
  environments(
    { routingControls: true },
    { name: "staging", slot: 1, routingControls: true },
    { name: "trial", slot: 2, routingControls },
  );

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
  {
    code: "config/routing-controls-without-choice",
    says: "routing controls over one region",
    breaks: {
      ...environments({ routingControls: true, regions: ["us-east-1"] }),
      homes: pair,
      ...stores(),
    },
    where: "environments[0].routingControls",
    keeps: { ...environments({ routingControls: true }), homes: pair, ...stores() },
  },
  {
    code: "config/routing-control-clusters",
    says: "a third cluster of routing controls in an account",
    breaks: { ...three(true), homes: pair, ...stores() },
    where: "environments[2].routingControls",
    keeps: { ...three(false), homes: pair, ...stores() },
  },
];

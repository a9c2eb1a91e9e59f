import type { Refusal } from "../overlay.ts";
import { recoveryControlOf } from "../overlays/recoverycontrol/index.ts";
import { jsonBody } from "../wire/index.ts";

/** Clusters that an account may have. */
const CLUSTERS_IN_ACCOUNT = 2;

const clustersInAccount: Refusal = {
  id: "routing-control-clusters-in-account",
  service: "route53-recovery-control-config",
  actions: ["CreateCluster"],
  rule: "An account has two clusters of routing controls at most.",
  source: "https://docs.aws.amazon.com/r53recovery/latest/dg/routing-control.quotas.html",
  async check({ account }, world) {
    const own = [...recoveryControlOf(world).clusters.values()].filter((each) => each.account === account);
    if (own.length < CLUSTERS_IN_ACCOUNT) return undefined;
    return {
      status: 402,
      code: "ServiceQuotaExceededException",
      message: `The account has ${own.length} clusters, of ${CLUSTERS_IN_ACCOUNT} at most.`,
    };
  },
};

const names: Refusal = {
  id: "routing-control-names",
  service: "route53-recovery-control-config",
  actions: ["CreateCluster", "CreateControlPanel", "CreateRoutingControl"],
  rule: "Names of clusters, control panels and routing controls have 1 to 64 characters and no spaces.",
  source: "https://docs.aws.amazon.com/recovery-cluster/latest/api/cluster.html",
  async check(call) {
    const body = jsonBody(call);
    const name = String(body.ClusterName ?? body.ControlPanelName ?? body.RoutingControlName ?? "");
    if (/^\S{1,64}$/.test(name)) return undefined;
    return { status: 400, code: "ValidationException", message: `${JSON.stringify(name)} is no name.` };
  },
};

export const recoveryControlRefusals: readonly Refusal[] = [clustersInAccount, names];

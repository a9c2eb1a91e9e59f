import { rest, type WireCall } from "./caller.ts";
import type { RefusalCase } from "./refusalCase.ts";

const cluster = (ClusterName: string, account: string): WireCall => ({
  ...rest(
    "route53-recovery-control-config",
    "us-west-2",
    "POST",
    "/cluster",
    JSON.stringify({ ClusterName }),
    { "content-type": "application/json" },
  ),
  account,
});

export const recoveryControlCases: readonly RefusalCase[] = [
  {
    refusal: "routing-control-clusters-in-account",
    code: "ServiceQuotaExceededException",
    emulator: "fails",
    async prepare(sandbox) {
      const [full, other] = ["999900001111", "999900002222"];
      for (const name of ["one", "two"]) await sandbox.must(cluster(name, full));
      return { refused: cluster("three", full), taken: cluster("three", other) };
    },
  },
  {
    refusal: "routing-control-names",
    code: "ValidationException",
    emulator: "fails",
    prepare: async () => {
      const account = "999900003333";
      return { refused: cluster("my shop", account), taken: cluster("my-shop", account) };
    },
  },
];

import type { RecoveryTiming } from "./blocks/block.ts";
import { DATA, TRAFFIC } from "./blocks/index.ts";

/** Of what the names of the shop's way in are, on the health checks that the platform makes. */
const NAMES_MOVE = [TRAFFIC.healthCheckDetection(10, 3), TRAFFIC.namesExpire(TRAFFIC.ALIAS_TTL_SECONDS)];

/**
 * How long the steps of the library's runbooks take, by the keys that they carry: what the model reckons with, one
 * after another. Empty for a step that only reads an API: seconds, and the model has none.
 */
export const RUNBOOK_TIMINGS: Readonly<Record<string, readonly RecoveryTiming[]>> = {
  "aurora-global/failover": [DATA.AURORA_GLOBAL_FAILOVER],
  "aurora-global/switchover": [DATA.AURORA_GLOBAL_SWITCHOVER],
  "aurora-global/resynchronise": [DATA.AURORA_RESYNCHRONISATION],
  "aurora/writer-failover": [DATA.AURORA_INSTANCE_FAILOVER],
  "rds/promote-replica": [DATA.RDS_PROMOTION],
  "rds/standby-failover": [DATA.RDS_INSTANCE_FAILOVER],
  "rds/restore": [DATA.RDS_RESTORE],
  "dynamodb/restore": [DATA.TABLE_RESTORE],
  // Of whatever is restored: a database takes longest.
  "backup/restore": [DATA.RDS_RESTORE],
  "backup/look": [],
  "rds/stop": [DATA.RDS_STOP],
  "rds/look": [],
  "elasticache/global-failover": [DATA.CACHE_GLOBAL_FAILOVER],
  "elasticache/resynchronise": [DATA.CACHE_RESYNCHRONISATION],
  "elasticache/node-failover": [DATA.CACHE_NODE_FAILOVER],
  "elasticache/look": [],
  "dynamodb/check": [],
  "s3/check": [],
  "balancer/look": [],
  "balancer/close-region": [TRAFFIC.REGION_CLOSED],
  "balancer/open-region": [TRAFFIC.REGION_CLOSED],
  "dns/failover": NAMES_MOVE,
  "names/latch": [TRAFFIC.LATCH_SEEN],
  "names/routing-control": [TRAFFIC.ROUTING_CONTROL_SEEN],
  "hub/look": [],
  "hub/route": [TRAFFIC.waysChanged(1)],
  "ec2/look": [],
  // An API answers, and packets are judged anew within seconds: the model has none.
  "ec2/access-list": [],
  "events/put": [],
  "zone/look": [],
  "zone/shift": [TRAFFIC.BALANCER_DROPS_ZONE],
  "person/answer": [TRAFFIC.PEOPLE_DECIDE],
  // A step that only says why it stops.
  none: [],
};

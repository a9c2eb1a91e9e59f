/** What the model does not know of, said beside every prediction. */
export const LEFT_OUT: readonly string[] = [
  "slow days of AWS as a whole: durations are drawn independently, while on such a day much is slow at once",
  "AWS's limits on requests: a first rollout makes hundreds of alarms and rules, and may be throttled",
  "quotas that must be raised first, and the domain that must be delegated to the zone by hand",
  "data: databases and copies are created empty",
  "what runs in the clusters: images, Argo CD, workloads",
  "people: approvals, reading plans; and a failed step that must be tried again",
];

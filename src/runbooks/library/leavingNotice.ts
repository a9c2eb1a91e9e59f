import type { Guard, Step } from "../runbook.ts";
import type { LeavingNotice, RecoverableStore, RegionScope } from "./scope.ts";

/** Where EventBridge looks for rules, in every region and account. */
const DEFAULT_BUS = "default";

/**
 * Tells the region that is left that a copy of its database is about to be promoted, by an event in the region that
 * promotes. A rule there leads it on, which EventBridge tries for a day; nothing of the lost region is called here.
 *
 * A failover whose event is refused goes on: what is told is a fence for the day on which the region is back, and no
 * customer may wait for that. Somebody is woken instead, who can begin by hand what the event would have begun.
 */
export function tellRegionLeft(
  { region }: RegionScope,
  notice: LeavingNotice,
  store: RecoverableStore,
  guard: Guard,
): Step {
  return {
    id: `tell-${store.id}`,
    title: `Tell ${region} that ${store.id} is taken over`,
    plane: "data",
    guard,
    action: {
      kind: "call",
      call: {
        service: "events",
        action: "PutEvents",
        input: {
          Entries: [
            {
              EventBusName: DEFAULT_BUS,
              Source: notice.source,
              DetailType: notice.detailType,
              Detail: { region, store: store.id },
            },
          ],
        },
      },
    },
    undo: "an event is not taken back; what it began in the region that is left is stopped by its switch",
    budgetSeconds: 60,
    // Twice begins twice, and the second finds the first or finds nothing left to do.
    retry: "safe",
    timing: "events/put",
    expendable: {
      severity: "critical",
      says: `${region} was not told that ${store.id} is taken over. The failover goes on. As soon as ${region} can be reached start its recovery shut-${region} by hand: until then what runs there may write to the old instance`,
    },
  };
}

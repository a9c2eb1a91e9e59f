import type { ManualClock } from "../../../lib/index.ts";
import type { FakeWorld } from "../../overlays/testing/fakeWorld.ts";
import { Clients } from "../clients.ts";
import type { ClientStore } from "../model.ts";

/** For tests: looks at a world as it was at a moment; each look takes `lookMs`. */
export function lookingBack(clock: ManualClock, lookMs = 0) {
  return <Seen>(moment: number, look: () => Seen): Seen => {
    const ahead = clock.now() - moment;
    clock.advance(-ahead);
    try {
      return look();
    } finally {
      clock.advance(ahead + lookMs);
    }
  };
}

/** For tests: one service in two regions over a fake world. Names lead away from a region that is gone after 30 s. Each look takes `lookMs`. */
export async function customersOf(
  world: FakeWorld,
  store: ClientStore,
  { seed = "test", lookMs = 0 }: { readonly seed?: string; readonly lookMs?: number } = {},
): Promise<Clients> {
  const regions = Object.keys(store.members);
  const { clock } = world;
  return Clients.start(
    {
      account: "123456789012",
      seed,
      clientRegions: regions,
      services: [{ name: "checkout", host: "www.example.com", stores: [store.id] }],
      stores: [store],
      everySeconds: 0.1,
    },
    {
      world,
      asOf: lookingBack(clock, lookMs),
      names: async () => (question) => {
        const seen = (region: string) =>
          world.isGone(region) && clock.now() - (world.regionChangedAt(region) ?? 0) >= 30_000;
        const [to = question.clientRegion] = [question.clientRegion, ...regions].filter(
          (each) => !seen(each),
        );
        const answers = [`b.${to}.elb.amazonaws.com`];
        return { question, answers, chosen: to, passedOver: [], ttlSeconds: 60 };
      },
    },
  );
}

/** The only store and what its service met. */
export function seenBy(clients: Clients) {
  const { stores, services } = clients.report();
  const [store] = stores;
  if (store === undefined) throw new Error("no store");
  return { ...store, services };
}

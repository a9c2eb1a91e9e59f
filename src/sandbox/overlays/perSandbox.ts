import type { Clock } from "../../lib/index.ts";

/**
 * What an overlay keeps, once for each sandbox: overlays are values, and a world is made for each call, but the clock is
 * one for a whole sandbox. It ends with the clock.
 */
export function perSandbox<State>(make: () => State): (world: { readonly clock: Clock }) => State {
  const states = new WeakMap<Clock, { readonly state: State }>();
  return ({ clock }) => {
    const known = states.get(clock) ?? { state: make() };
    states.set(clock, known);
    return known.state;
  };
}

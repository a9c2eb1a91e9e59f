/** A kind of event, as patterns speak of it. */
export interface EventKind {
  /** `detail-type`. */
  readonly name: string;
  /** `source` of each of its publishers: `shop.orders`. */
  readonly sources: readonly string[];
}

/** `source` of what a service publishes. Its role lets it claim no other. */
export function eventSource(platform: string, service: string): string {
  return `${platform}.${service}`;
}

/**
 * Which events a rule takes. AWS writes into `region` where an event was published, and lets no publisher write it;
 * it stays when a rule carries the event to another region's bus. `replay-name` stands in events that are played
 * again from an archive, and in no others.
 * Sources: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html, read November 2026.
 */
export type EventPattern = Readonly<Record<string, unknown>>;

function kinds(of: readonly EventKind[]): EventPattern {
  return {
    "detail-type": of.map(({ name }) => name),
    source: [...new Set(of.flatMap(({ sources }) => sources))].sort(),
  };
}

/** Events of a kind wherever they were published, when each region does its own work with them. */
export function everywhere(kind: EventKind): EventPattern {
  return kinds([kind]);
}

/**
 * Events of a kind that were published here, and those that somebody plays again: copies from other regions lie in
 * the archive until then, so that their work is done once.
 */
export function hereOrReplayed(kind: EventKind, region: string): EventPattern {
  return { ...kinds([kind]), $or: [{ region: [region] }, { "replay-name": [{ exists: true }] }] };
}

/**
 * Events to be carried to another region: those published here and for the first time. What has come from elsewhere
 * bears another region, and what is played again bears the replay's name: neither is carried on, so no event can go
 * round, whatever the rules of other regions.
 */
export function firstHere(of: readonly EventKind[], region: string): EventPattern {
  return { ...kinds(of), region: [region], "replay-name": [{ exists: false }] };
}

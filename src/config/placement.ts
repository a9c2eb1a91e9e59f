import type { Draft, DraftHome, Located } from "./draft.ts";
import type { EnvironmentSettings, StoreSettings, TransferSettings } from "./schema.ts";

/** One body of data and where it is kept, over the whole platform: before an environment takes its share. */
export interface Placement {
  /** Where the partition or the store stands in the file. */
  readonly where: string;
  readonly store: StoreSettings;
  /** `orders-us`, `catalogue`. */
  readonly id: string;
  /** Name of the home, undefined for a global store. */
  readonly partition: string | undefined;
  /** The residency that the data belong to: the partition's, or for a global store its birth region's. */
  readonly home: DraftHome | undefined;
  /** False for a cache of its own in each region. */
  readonly replicated: boolean;
  readonly birth: Located<string>;
  readonly copies: readonly Located<string>[];
  readonly transfer: Located<TransferSettings> | undefined;
}

/** Where every store of the draft is kept, defaults filled in. */
export function placementsOf(draft: Draft): readonly Placement[] {
  return draft.stores.flatMap((store) => {
    if (store.value.regional === true) return regionalPlacement(draft, store);
    return store.value.global === true ? globalPlacement(draft, store) : partitionPlacements(draft, store);
  });
}

/** A cache of its own in every region. It has no birth: the first region stands there, and means nothing. */
function regionalPlacement(
  draft: Draft,
  { where, value: store }: Located<StoreSettings>,
): readonly Placement[] {
  const [first, ...others] = draft.homes.flatMap((home) => regionsOf(home.value));
  if (first === undefined) return [];
  return [
    {
      where,
      store,
      id: store.name,
      partition: undefined,
      home: undefined,
      replicated: false,
      birth: { where, value: first },
      copies: [...new Set(others)].filter((region) => region !== first).map((value) => ({ where, value })),
      transfer: undefined,
    },
  ];
}

/** All regions of a home: those that serve, then those that only recover. */
export function regionsOf(home: DraftHome): readonly string[] {
  return [...home.regions, ...home.recovery];
}

function globalPlacement(
  draft: Draft,
  { where, value: store }: Located<StoreSettings>,
): readonly Placement[] {
  const birth = store.birth;
  if (birth === undefined) return [];
  const everywhere = draft.homes.flatMap((home) => regionsOf(home.value));
  return [
    {
      where,
      store,
      id: store.name,
      partition: undefined,
      replicated: true,
      home: draft.homes.find((home) => regionsOf(home.value).includes(birth))?.value,
      birth: { where: `${where}.birth`, value: birth },
      copies: copiesOf(where, store.copies, birth, everywhere),
      transfer: store.transfer && { where: `${where}.transfer`, value: store.transfer },
    },
  ];
}

function partitionPlacements(
  draft: Draft,
  { where, value: store }: Located<StoreSettings>,
): readonly Placement[] {
  return draft.homes.flatMap(({ value: home }) => {
    const settings = store.partitions?.[home.name];
    const place = settings === undefined ? where : `${where}.partitions.${home.name}`;
    const birth = settings?.birth ?? home.regions[0];
    if (birth === undefined) return [];
    return {
      where: place,
      store,
      id: `${store.name}-${home.name.toLowerCase()}`,
      partition: home.name,
      home,
      replicated: true,
      birth: { where: settings?.birth === undefined ? place : `${place}.birth`, value: birth },
      copies: copiesOf(place, settings?.copies, birth, regionsOf(home)),
      transfer: settings?.transfer && { where: `${place}.transfer`, value: settings.transfer },
    };
  });
}

/** The copies that were written down, or else every other region of `reach`. */
function copiesOf(
  where: string,
  written: readonly string[] | undefined,
  birth: string,
  reach: readonly string[],
): readonly Located<string>[] {
  if (written !== undefined)
    return written.map((value, index) => ({ where: `${where}.copies[${index}]`, value }));
  return [...new Set(reach)].filter((region) => region !== birth).map((value) => ({ where, value }));
}

/** Whether customers depend on an environment: said, or by its name. */
export function isProduction({ production, name }: EnvironmentSettings): boolean {
  return production ?? name === "production";
}

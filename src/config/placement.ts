import type { Draft, DraftHome, Located } from "./draft.ts";
import type { StoreSettings, TransferSettings } from "./schema.ts";

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
  readonly birth: Located<string>;
  readonly copies: readonly Located<string>[];
  readonly transfer: Located<TransferSettings> | undefined;
}

/** Where every store of the draft is kept, defaults filled in. */
export function placementsOf(draft: Draft): readonly Placement[] {
  return draft.stores.flatMap((store) =>
    store.value.global === true ? globalPlacement(draft, store) : partitionPlacements(draft, store),
  );
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

import { BACKUP_TAG } from "./backup/names.ts";

/** What every resource says of itself, on top of the tags that the stack's provider sets. */
export interface OwnerTags {
  /** Service or store that the resource is there for. */
  readonly service: string;
  /** Team to call. */
  readonly owner: string;
  /** Who pays. */
  readonly costCentre: string;
  /** `public`, `internal`, `personal`, `cardholder`. @default no such tag: it holds no data of the shop's */
  readonly dataClass?: string;
  /** Backup plan that protects it, found by this tag. @default none does */
  readonly backup?: string;
}

/** As AWS tags; `Name` is what the console shows. */
export function tagsOf(name: string, tags: OwnerTags): Record<string, string> {
  return {
    Name: name,
    service: tags.service,
    owner: tags.owner,
    "cost-centre": tags.costCentre,
    ...(tags.dataClass === undefined ? {} : { "data-class": tags.dataClass }),
    ...(tags.backup === undefined ? {} : { [BACKUP_TAG]: tags.backup }),
  };
}

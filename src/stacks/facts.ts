import type {
  Environment,
  EnvironmentRegion,
  PlacedRdsStore,
  PlacedStore,
  Service,
} from "../config/index.ts";
import type { OwnerTags, StoreGrant } from "../constructs/index.ts";
import type { EnvironmentContext } from "./environmentStack.ts";

/** Regions of the environment that belong to the same home as `region`, itself first. */
function homeRegions(environment: Environment, region: EnvironmentRegion): readonly EnvironmentRegion[] {
  return environment.regions
    .filter((each) => each.home === region.home)
    .sort((a, b) => Number(b.name === region.name) - Number(a.name === region.name));
}

/** All regions that hold the store, where it was born first. */
export function storeRegions(store: PlacedStore): readonly string[] {
  return [store.birth, ...store.copies];
}

/** The same for somebody in a region: its own first. */
export function regionsFrom(store: PlacedStore, region: string): readonly string[] {
  return [region, ...storeRegions(store).filter((each) => each !== region)];
}

/** Begins the names of what a function finds in its environment about a store: `ORDERS`. */
export function variablePrefix({ store }: PlacedStore): string {
  return store.toUpperCase().replaceAll("-", "_");
}

/** Stores of which the region holds something. */
export function storesIn({ stores }: Environment, region: string): readonly PlacedStore[] {
  return stores.filter((store) => storeRegions(store).includes(region));
}

/** Other regions that follow what is written in the store, or are followed. */
export function replicasOf(store: PlacedStore): readonly string[] {
  return store.replicated ? store.copies : [];
}

/** Purpose of a home's data key: `us`. */
export function keyPurpose(home: string): string {
  return home.toLowerCase();
}

/** Purpose of the key that encrypts a store in a region: the store's own, or the one of the region's home. */
function keyPurposeOf(environment: Environment, store: PlacedStore, region: string): string {
  if (store.key === "own") return store.id;
  const home = environment.regions.find((each) => each.name === region)?.home;
  if (home === undefined) throw new RangeError(`${environment.name} has no region ${region}`);
  return keyPurpose(home);
}

/** Every key purpose of the environment, each once. */
export function keyPurposes(environment: Environment): readonly string[] {
  const own = environment.stores.filter(({ key }) => key === "own").map(({ id }) => id);
  return [...new Set(environment.regions.map(({ home }) => keyPurpose(home))), ...own];
}

/** Other regions of the home: reached by routes that are there beforehand. */
export function peersOf(environment: Environment, region: EnvironmentRegion): readonly EnvironmentRegion[] {
  return homeRegions(environment, region).slice(1);
}

/**
 * Of two regions of a home, which asks for the connection: permanent, and of no meaning once it is there. By name,
 * so that it does not hang on the order in which they are written down.
 */
export function asks(region: EnvironmentRegion, peer: EnvironmentRegion): boolean {
  return region.name < peer.name;
}

/**
 * The region of the home whose vault keeps the copies of a region's backups: the next one. None for a home of one
 * region, whose backups are lost with it.
 */
export function backupPartner(environment: Environment, region: EnvironmentRegion): string | undefined {
  const home = environment.regions.filter((each) => each.home === region.home);
  const next = home[(home.indexOf(region) + 1) % home.length];
  return next === region ? undefined : next?.name;
}

/** The port that the public services listen on. */
export function servicePort({ platform }: EnvironmentContext): number {
  return publicService(platform.services)?.port ?? 8080;
}

/** Services whose pods share the cluster's nodes, and have a role in AWS. */
export function servicesOnNodes({ platform }: Pick<EnvironmentContext, "platform">): readonly Service[] {
  return platform.services.filter(({ runsOn }) => runsOn === "nodes");
}

/** Services each of whose pods has a machine of its own, and no role. */
export function servicesOnFargate({ platform }: EnvironmentContext): readonly Service[] {
  return platform.services.filter(({ runsOn }) => runsOn === "fargate");
}

/** The path that says whether a region serves. */
export function healthPath({ platform }: EnvironmentContext): string {
  return publicService(platform.services)?.healthPath ?? "/healthz";
}

function publicService(services: readonly Service[]): Service | undefined {
  return services.find((service) => service.public);
}

/**
 * A store belongs to the service that uses it, or to the platform when several do. Backups are taken where it was
 * born, and copied to the partner: every copy's backups besides would cost as much again and hold the same.
 */
export function storeTags({ platform }: EnvironmentContext, store: PlacedStore, region: string): OwnerTags {
  const users = platform.services.filter((service) => service.stores.includes(store.store));
  const [only] = users;
  return {
    service: users.length === 1 && only !== undefined ? only.name : store.store,
    owner: only?.owner ?? platform.owner,
    costCentre: only?.costCentre ?? platform.costCentre,
    dataClass: store.data,
    ...(store.backup && store.birth === region ? { backup: backupPlanOf(store) } : {}),
  };
}

export function serviceTags(service: Service): OwnerTags {
  return { service: service.name, owner: service.owner, costCentre: service.costCentre };
}

/** Objects can be kept continuously, machines and tables go by the day: a plan for each. */
export const BACKUP_PLANS = { stores: "stores", objects: "objects" } as const;

function backupPlanOf(store: PlacedStore): string {
  return store.engine === "s3" ? BACKUP_PLANS.objects : BACKUP_PLANS.stores;
}

/** What a service or a function may use, in every region that holds it. */
export function grantsOf(
  { environment }: EnvironmentContext,
  service: Pick<Service, "stores">,
): readonly StoreGrant[] {
  return environment.stores
    .filter(({ store }) => service.stores.includes(store))
    .flatMap((store) => {
      // A global store is encrypted by another key in each home.
      const byPurpose = Map.groupBy(storeRegions(store), (region) =>
        keyPurposeOf(environment, store, region),
      );
      return [...byPurpose].map(([purpose, regions]) => ({
        engine: store.engine,
        store: store.id,
        regions,
        keyPurpose: purpose,
        replicated: replicasOf(store).length > 0,
      }));
    });
}

/** RDS lets the storage of an instance grow to so many times what it began with, up to its largest volume. */
const STORAGE_GROWTH = 5;
/** Amazon RDS User Guide, "DB instance storage", gp3. */
const LARGEST_VOLUME_GIB = 65_536;

/** GiB. */
export function largestStorageGib({ storageGib }: PlacedRdsStore): number {
  return Math.min(LARGEST_VOLUME_GIB, storageGib * STORAGE_GROWTH);
}

/** The store that CloudFront serves from buckets: the first public one of objects. */
export function mediaStore({ stores }: Environment): PlacedStore | undefined {
  return stores.find(({ engine, data }) => engine === "s3" && data === "public");
}

/** Regions of the environment whose clusters run services. */
export function clusterRegions(environment: Environment): readonly EnvironmentRegion[] {
  return environment.regions.filter(({ cluster }) => cluster !== "none");
}

/**
 * The region that takes a region's customers when it is lost: of the same home, so that they and
 * their data stay inside the declared residency. The recovery region, or the home's next active one.
 */
export function standInOf(
  environment: Environment,
  region: EnvironmentRegion,
): EnvironmentRegion | undefined {
  const home = environment.regions.filter((each) => each.home === region.home);
  const recovery = home.find((each) => each.role === "recovery");
  const standIn = recovery ?? home[(home.indexOf(region) + 1) % home.length];
  return standIn === region ? undefined : standIn;
}

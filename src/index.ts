/** What a `trireme.config.ts` imports. */
export {
  type AddressesInput,
  type DataClass,
  definePlatform,
  type EnvironmentInput,
  type HomeInput,
  type ObjectivesInput,
  type PartitionInput,
  type PlatformInput,
  type ServiceInput,
  type StoreEngine,
  type StoreInput,
  type TransferInput,
} from "./config/index.ts";

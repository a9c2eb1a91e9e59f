import { describe, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type {
  AddressesInput,
  AlertsInput,
  BudgetsInput,
  EnvironmentInput,
  ExceptionInput,
  HomeInput,
  JourneyInput,
  ObjectivesInput,
  PartitionInput,
  ServiceInput,
  StoreInput,
  TransferInput,
} from "./input.ts";
import type * as schema from "./schema.ts";

/** The keys of every member of a union. */
type Keys<Union> = Union extends unknown ? keyof Union : never;
type Written<Schema extends z.ZodType> = NonNullable<z.input<Schema>>;
/** The vocabulary promises not to change what it is given; a schema makes no such promise. */
type Mutable<Value> = Value extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Mutable<Value[Key]> }
    : Value;

describe("the checked vocabulary", () => {
  it("has the same words as the documented one", () => {
    expectTypeOf<keyof ObjectivesInput>().toEqualTypeOf<keyof Written<typeof schema.objectives>>();
    expectTypeOf<keyof AddressesInput>().toEqualTypeOf<keyof Written<typeof schema.addresses>>();
    expectTypeOf<keyof HomeInput>().toEqualTypeOf<keyof Written<typeof schema.home>>();
    expectTypeOf<keyof EnvironmentInput>().toEqualTypeOf<keyof Written<typeof schema.environment>>();
    expectTypeOf<keyof ServiceInput>().toEqualTypeOf<keyof Written<typeof schema.service>>();
    expectTypeOf<keyof JourneyInput>().toEqualTypeOf<keyof Written<typeof schema.journey>>();
    expectTypeOf<keyof AlertsInput>().toEqualTypeOf<keyof Written<typeof schema.alerts>>();
    expectTypeOf<keyof ExceptionInput>().toEqualTypeOf<keyof Written<typeof schema.exception>>();
    expectTypeOf<keyof BudgetsInput>().toEqualTypeOf<keyof Written<typeof schema.budgets>>();
    expectTypeOf<Keys<StoreInput>>().toEqualTypeOf<Keys<Written<typeof schema.store>>>();
    expectTypeOf<keyof PartitionInput>().toEqualTypeOf<keyof schema.PartitionSettings>();
    expectTypeOf<keyof TransferInput>().toEqualTypeOf<keyof schema.TransferSettings>();
  });

  it("takes whatever the documented one allows", () => {
    expectTypeOf<Mutable<EnvironmentInput>>().toExtend<Written<typeof schema.environment>>();
    expectTypeOf<Mutable<ServiceInput>>().toExtend<Written<typeof schema.service>>();
    expectTypeOf<Mutable<StoreInput>>().toExtend<Written<typeof schema.store>>();
    expectTypeOf<Mutable<HomeInput>>().toExtend<Written<typeof schema.home>>();
  });
});

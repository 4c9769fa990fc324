import type { z } from 'zod'

/** One question, one reply. */
export type CallDefinition<Input extends z.ZodType, Output extends z.ZodType> = {
  readonly kind: 'call'
  readonly input: Input
  readonly output: Output
}

/** One question, many items, until the sender ends or the reader cancels. */
export type StreamDefinition<Input extends z.ZodType, Item extends z.ZodType> = {
  readonly kind: 'stream'
  readonly input: Input
  readonly item: Item
}

export type Contract = Readonly<
  Record<string, CallDefinition<z.ZodType, z.ZodType> | StreamDefinition<z.ZodType, z.ZodType>>
>

export function call<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): CallDefinition<Input, Output> {
  return { kind: 'call', input, output }
}

export function stream<Input extends z.ZodType, Item extends z.ZodType>(
  input: Input,
  item: Item,
): StreamDefinition<Input, Item> {
  return { kind: 'stream', input, item }
}

/** What one side gets: functions that look local. Aborting `signal` cancels at the other side within one item. */
export type Client<C extends Contract> = {
  readonly [Name in keyof C]: C[Name] extends CallDefinition<infer Input, infer Output>
    ? (input: z.input<Input>, signal?: AbortSignal) => Promise<z.output<Output>>
    : C[Name] extends StreamDefinition<infer Input, infer Item>
      ? (input: z.input<Input>, signal?: AbortSignal) => AsyncIterable<z.output<Item>>
      : never
}

/** What the other side provides. Inputs have been parsed; `signal` aborts on cancel and on a lost connection. */
export type Implementation<C extends Contract> = {
  readonly [Name in keyof C]: C[Name] extends CallDefinition<infer Input, infer Output>
    ? (input: z.output<Input>, signal: AbortSignal) => Promise<z.input<Output>> | z.input<Output>
    : C[Name] extends StreamDefinition<infer Input, infer Item>
      ? (input: z.output<Input>, signal: AbortSignal) => AsyncIterable<z.input<Item>>
      : never
}

import { openStateFile, readStateFile } from '#sandbox/gateway/state-file'

/** One movement on the account; amounts in haléře, signed, incoming positive. Days are ISO, of Prague. */
export type Movement = {
  id: number
  day: string
  amountHal: number
  counterAccount: string | null
  counterBank: string | null
  name: string | null
  variableSymbol: string | null
  specificSymbol: string | null
  constantSymbol: string | null
  message: string | null
}

export type NewMovement = Omit<Movement, 'id' | 'day'> & { day?: string | undefined }

/** The account's movements, oldest first, kept in a file where one is named. */
export type Account = {
  list(): readonly Movement[]
  add(movement: NewMovement): Movement
  close(): Promise<void>
}

const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Prague' })

/** Today in Prague. */
const today = (): string => dayFormat.format(Date.now())

/** Opens the account with what it held before. */
export function openAccount(stateFile?: string): Account {
  const movements = stateFile ? readStateFile<Movement>(stateFile, (one) => String(one.id)) : []
  const file = stateFile ? openStateFile(stateFile, movements) : null
  return {
    list: () => movements,
    add(movement) {
      const id = (movements.at(-1)?.id ?? 26_000_000_000) + 1
      const added: Movement = { ...movement, id, day: movement.day ?? today() }
      movements.push(added)
      file?.note(added)
      return added
    },
    close: async () => file?.close(),
  }
}

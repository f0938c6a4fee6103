import type { Movement } from './movements.ts'

const column = (id: number, name: string, value: string | number | null) =>
  value === null ? null : { value, name, id }

function transaction(movement: Movement, currency: string) {
  return {
    column22: column(22, 'ID pohybu', movement.id),
    column0: column(0, 'Datum', `${movement.day}+0100`),
    column1: column(1, 'Objem', movement.amountHal / 100),
    column14: column(14, 'Měna', currency),
    column2: column(2, 'Protiúčet', movement.counterAccount),
    column3: column(3, 'Kód banky', movement.counterBank),
    column10: column(10, 'Název protiúčtu', movement.name),
    column4: column(4, 'KS', movement.constantSymbol),
    column5: column(5, 'VS', movement.variableSymbol),
    column6: column(6, 'SS', movement.specificSymbol),
    column16: column(16, 'Zpráva pro příjemce', movement.message),
    column8: column(8, 'Typ', movement.amountHal > 0 ? 'Příjem převodem uvnitř banky' : 'Platba převodem'),
  }
}

/** The answer of the Fio API to a question about the days from–to, both included. */
export function statementJson(
  account: { number: string; bankCode: string },
  movements: readonly Movement[],
  from: string,
  to: string,
): string {
  const sum = (chosen: readonly Movement[]) => chosen.reduce((total, one) => total + one.amountHal, 0)
  const before = movements.filter((one) => one.day < from)
  const within = movements.filter((one) => one.day >= from && one.day <= to)
  return JSON.stringify({
    accountStatement: {
      info: {
        accountId: account.number,
        bankId: account.bankCode,
        currency: 'CZK',
        iban: null,
        openingBalance: sum(before) / 100,
        closingBalance: sum([...before, ...within]) / 100,
        dateStart: `${from}+0100`,
        dateEnd: `${to}+0100`,
        idFrom: within[0]?.id ?? null,
        idTo: within.at(-1)?.id ?? null,
      },
      transactionList: { transaction: within.map((one) => transaction(one, 'CZK')) },
    },
  })
}

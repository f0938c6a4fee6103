/** What may be odd in a statement that is read all the same, in Czech. */
export const warningSentences = {
  unbalanced: 'Počáteční zůstatek a pohyby nedávají konečný zůstatek.',
  balance_missing: 'Výpis neuvádí počáteční nebo konečný zůstatek, úplnost nejde ověřit.',
  turnover_differs: 'Obraty uvedené ve výpisu nesouhlasí se součtem pohybů.',
  entry_count_differs: 'Počet pohybů uvedený ve výpisu nesouhlasí.',
  account_checksum: 'Číslo vlastního účtu nevyhovuje kontrole číslic.',
  counter_account_checksum: 'Číslo protiúčtu nevyhovuje kontrole číslic.',
  counter_account_unreadable: 'Číslo protiúčtu nejde přečíst.',
  account_differs: 'Pohyb uvádí jiný vlastní účet než hlavička výpisu.',
  symbol_unreadable: 'Symbol platby není číslo o nejvýš deseti číslicích, pohyb je bez něj.',
  date_substituted: 'Den připsání chybí, místo něj je použito jiné datum výpisu.',
  currency_differs: 'Pohyb nebo zůstatek je v jiné měně než účet.',
  currency_unknown: 'Kód měny pohybu není známý.',
  reversal_ambiguous: 'Kód storna má u každé banky jiný význam a zůstatky o něm nerozhodly.',
  posting_codes_mixed: 'Výpis používá kódy storna, které k sobě nepatří.',
  orphan_record: 'Doplňující záznam nepatří k žádnému pohybu, je vynechán.',
  record_unknown: 'Záznam neznámého druhu je vynechán.',
  converted_to_utf8: 'Soubor byl převeden do kódování UTF-8, sloupce se čtou podle znaků.',
  text_unreadable: 'Některé znaky textu nejde přečíst.',
  text_cut: 'Příliš dlouhý text pohybu je zkrácen.',
  not_booked: 'Pohyb ještě není zaúčtovaný, je vynechán.',
  status_missing: 'Pohyb neuvádí, zda je zaúčtovaný; bere se jako zaúčtovaný.',
  batch_remainder: 'Platby v dávce nedávají její částku, rozdíl je uveden jako samostatný pohyb.',
  batch_count_differs: 'Počet plateb v dávce nesouhlasí s uvedeným počtem.',
  detail_amount_differs: 'Částka podrobností se liší od zaúčtované částky, platí zaúčtovaná.',
} as const

export type WarningCode = keyof typeof warningSentences

import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Table } from '#components/ui/table'

const html = renderToStaticMarkup(
  <Table
    caption="Platby"
    rows={[{ id: 'P-1', amount: '660,00' }]}
    rowKey={(row) => row.id}
    columns={[
      { key: 'id', header: 'Číslo', rowHeader: true, cell: (row) => row.id },
      {
        key: 'amount',
        header: 'Částka',
        numeric: true,
        cell: (row) => row.amount,
        sort: { href: '?radit=castka', direction: 'descending' },
      },
    ]}
    footer={['Celkem', '660,00']}
  />,
)

test('stays a table for a screen reader when its rows are shown as cards', () => {
  for (const role of ['table', 'row', 'columnheader', 'rowheader', 'cell'])
    expect(html).toContain(`role="${role}"`)
})

test('every value carries the name of its column', () => {
  expect(html).toContain('data-label="Částka"')
})

test('says by which column and in which direction it is sorted', () => {
  expect(html).toContain('aria-sort="descending"')
})

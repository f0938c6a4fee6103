import type { Key, ReactNode } from 'react'
import { words } from '#components/ui/words'

interface TableColumn<Row> {
  key: string
  /** The column's words; on a phone they stand before each value. */
  header: string
  cell: (row: Row) => ReactNode
  /** Numbers lie at the right with digits of one width. */
  numeric?: boolean
  /** The cell that names the row. One per table. */
  rowHeader?: boolean
  /** The state of sorting by this column, with the address that changes it. */
  sort?: { href: string; direction?: 'ascending' | 'descending' | undefined }
}

interface TableProps<Row> {
  caption: string
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => Key
  /** A last row of totals, cell by cell in the order of columns. */
  footer?: readonly ReactNode[]
}

/** Browsers drop a table's own roles once it is displayed as blocks on a phone, so they are written out. */
const as = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  rowheader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const

/** A table on a desk, a stack of labelled cards on a phone. */
export function Table<Row>({ caption, columns, rows, rowKey, footer }: TableProps<Row>) {
  return (
    <table {...as.table} className="stacked-table w-full border-collapse text-left">
      <caption className="sr-only">{caption}</caption>
      <thead {...as.rowgroup}>
        <tr {...as.row}>
          {columns.map((column) => (
            <th
              key={column.key}
              {...as.columnheader}
              scope="col"
              aria-sort={column.sort?.direction}
              className={`border-line-strong border-b-2 px-3 py-2 align-bottom font-semibold text-muted text-sm first:pl-4 last:pr-4 ${column.numeric ? 'text-right' : ''}`}
            >
              {column.sort ? <SortLink {...column.sort}>{column.header}</SortLink> : column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...as.rowgroup}>
        {rows.map((row) => (
          <tr
            {...as.row}
            key={rowKey(row)}
            className="border-line border-b last:border-b-0 hover:bg-city-tint"
          >
            {columns.map((column) => (
              <Cell key={column.key} column={column}>
                {column.cell(row)}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
      {footer ? (
        <tfoot {...as.rowgroup}>
          <tr {...as.row} className="border-line-strong border-t-2 bg-sunken font-bold">
            {columns.map((column, index) => (
              <Cell key={column.key} column={{ ...column, rowHeader: false }}>
                {footer[index]}
              </Cell>
            ))}
          </tr>
        </tfoot>
      ) : null}
    </table>
  )
}

function Cell<Row>({ column, children }: { column: TableColumn<Row>; children: ReactNode }) {
  const look = `px-3 py-2.5 align-top first:pl-4 last:pr-4 ${column.numeric ? 'text-right tabular-nums whitespace-nowrap' : ''}`
  if (column.rowHeader) {
    return (
      <th {...as.rowheader} scope="row" className={`${look} font-semibold`}>
        {words(children)}
      </th>
    )
  }
  return (
    <td {...as.cell} data-label={column.header} className={look}>
      <span className="min-w-0">{words(children)}</span>
    </td>
  )
}

function SortLink({
  href,
  direction,
  children,
}: {
  href: string
  direction?: string | undefined
  children: string
}) {
  const arrow = direction === 'ascending' ? '▲' : direction === 'descending' ? '▼' : '↕'
  return (
    <a href={href} className="inline-flex items-center gap-1 underline-offset-4 hover:underline">
      {children}
      <span aria-hidden="true" className={direction ? 'text-city-strong' : 'opacity-60'}>
        {arrow}
      </span>
    </a>
  )
}

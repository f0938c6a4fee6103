import { expect, test } from 'vitest'
import { faults, isTest, textOf } from './files.ts'

/** What asks the cluster's locale: changing capitals in SQL, and the order of names. */
const byLocale = [
  /\b(?:lower|upper|initcap)\((?![^`]*collate)/,
  /\bilike\b|~\*/i,
  /\border by (?:[\w.]+, )*(?:\w+\.)?\w*name\b/i,
]

test('text is compared and ordered by db/czech-text.ts, never by the cluster’s locale', () => {
  expect(
    faults((file) => {
      if (isTest(file) || !/^(lib|app|cli|worker)\//.test(file)) return []
      const queries = [...textOf(file).matchAll(/sql(?:<[^>`]*>)?`[^`]*`/g)].map(([query]) => query)
      return queries.flatMap((query) =>
        byLocale.map(
          (pattern) => pattern.test(query) && `„${pattern.exec(query)?.[0]}“ belongs to db/czech-text.ts`,
        ),
      )
    }),
  ).toEqual([])
})

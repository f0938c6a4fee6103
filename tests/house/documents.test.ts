import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { files, namesIn, readOther } from './files.ts'

const pagesIn = (folder: string) => namesIn(folder).flatMap((name) => (name.endsWith('.md') ? [name] : []))

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'db/README.md'],
  ...['docs', 'docs/decisions'].flatMap((folder) => pagesIn(folder).map((name) => `${folder}/${name}`)),
]

test.each(pages)('every link of %s leads somewhere', (page) => {
  const links = [...readOther(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)]
  const missing = links.flatMap(([, link = '']) => (existsSync(join(dirname(page), link)) ? [] : [link]))
  expect(missing).toEqual([])
})

test.each(pages.filter((page) => page !== 'CHANGELOG.md'))('every file %s names is there', (page) => {
  const named = [
    ...readOther(page).matchAll(
      /`((?:app|cli|components|db|docs|lib|start|tests|web|worker)\/[\w./()[\]-]+\.(?:ts|tsx|md|json))`/g,
    ),
  ]
  expect(named.flatMap(([, path = '']) => (existsSync(path) ? [] : [path]))).toEqual([])
})

test('every page and every decision is in its index', () => {
  const absent = (folder: string) => {
    const index = readOther(`${folder}/README.md`)
    return pagesIn(folder).filter((name) => name !== 'README.md' && !index.includes(`(${name})`))
  }
  expect(absent('docs')).toEqual([])
  expect(absent('docs/decisions')).toEqual([])
})

test('the glossary has a word for every folder of the domain and every file of the schema', () => {
  const glossary = readOther('docs/glossary.md').toLowerCase()
  const folders = files.flatMap((file) => {
    const steps = file.split('/').slice(0, -1)
    return /^(lib|components)\//.test(file) ? steps.slice(1) : []
  })
  const tables = namesIn('db/schema').map((name) => name.replace('.ts', ''))
  const nouns = [...new Set([...folders, ...tables])]
  const isTold = (noun: string) =>
    [noun, noun.replaceAll('-', ' '), noun.replaceAll('-', '_')].some((word) =>
      new RegExp(`\\b${word}`).test(glossary),
    )
  expect(nouns.filter((noun) => !isTold(noun))).toEqual([])
  expect(isTold('weather')).toBe(false)
})

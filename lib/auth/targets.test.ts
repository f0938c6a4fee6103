import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { targetPath } from './targets.ts'

const id = '0b0e7c1c-94a7-4b86-9f4b-3f0f0c5f7a11'

/** The addresses of all pages below a folder of the app, each part in brackets replaced by an id. */
const pagesBelow = (folder: string, start: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('page.tsx'))
    .map((file) =>
      `/${file.replace(/\/?page\.tsx$/, '')}`.replace(/\/\([^)]+\)/g, '').replace(/\[[^\]]+\]/g, id),
    )
    .map((path) => `${start}${path === '/' ? '' : path}` || '/')

test.each(pagesBelow('app/(obcan)', ''))('a login lands on %s, which was asked for', (path) => {
  expect(targetPath(path)).toBe(path)
  expect(targetPath(`${path}?strana=2&a=%C5%99`)).toBe(`${path}?strana=2&a=%C5%99`)
})

test.each(pagesBelow('app/(urad)/urad/(uvnitr)', '/urad'))('a login of the office lands on %s', (path) => {
  expect(targetPath(path, 'office')).toBe(path)
})

test.each([
  ['prehled', '/prehled'],
  ['platby', '/platby'],
  ['ucet', '/ucet'],
  [`platba-${id}`, `/platby/${id}`],
  [`/platby/${id}?_rsc=1x2y3`, `/platby/${id}`],
  ['', '/prehled'],
  [null, '/prehled'],
  ['platba-x', '/prehled'],
  ['/', '/prehled'],
  ['/urad', '/prehled'],
  ['/prihlaseni?cil=/prehled', '/prehled'],
  ['/vstup', '/prehled'],
  ['/odhlaseni', '/prehled'],
  ['/api/session/citizen', '/prehled'],
  ['/platby/../urad', '/prehled'],
  ['/ucet/..%2f..', '/prehled'],
  ['//evil.example/platby', '/prehled'],
  ['///evil.example/platby', '/prehled'],
  ['/\\evil.example/platby', '/prehled'],
  ['/\t/evil.example/platby', '/prehled'],
  ['https://evil.example/platby', '/prehled'],
  ['javascript:alert(1)', '/prehled'],
  ['__proto__', '/prehled'],
  [`/ucet?a=${'x'.repeat(2000)}`, '/ucet'],
])('„%s“ leads a citizen to %s', (target, path) => {
  expect(targetPath(target)).toBe(path)
})

test.each([
  ['/urad/prihlaseni', '/urad'],
  ['/urad/vstup?cil=x', '/urad'],
  ['/uradx', '/urad'],
  ['/prehled', '/urad'],
  ['prehled', '/urad'],
  ['/urad//evil', '/urad'],
  ['/urad/platby?stav=ceka', '/urad/platby?stav=ceka'],
])('„%s“ leads an officer to %s', (target, path) => {
  expect(targetPath(target, 'office')).toBe(path)
})

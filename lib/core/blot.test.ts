import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blot } from '#lib/core/blot'

test.each([
  ['rodné číslo 805501/1234 chybí', 'rodné číslo [hidden] chybí'],
  ['8055011234', '[hidden]'],
  ['id=805501%2F1234&x=1', 'id=[hidden]&x=1'],
  ['530101/123.', '[hidden].'],
  ['052101/1234, 057101/1234', '[hidden], [hidden]'],
  ['018201/1234', '[hidden]'],
  ['{"n":"9002281234"}', '{"n":"[hidden]"}'],
])('a birth number goes: %j', (text, blotted) => {
  expect(blot(text)).toBe(blotted)
})

test.each([
  'účet 19-2000145399/0800',
  'měsíc 13: 801301/1234',
  'den 32: 800132/1234',
  'den 0: 800100/1234',
  'měsíc 0: 800001/1234',
  'dlouhé číslo 80550112345',
  'čas 1780000000000',
  '12805501/1234',
  'částka 1 440,50 Kč dne 31. 5. 2026',
])('other numbers stay: %j', (text) => {
  expect(blot(text)).toBe(text)
})

test('a known secret goes in every spelling', () => {
  const secret = 'tajné +/="heslo'
  const form = new URLSearchParams({ secret, test: 'true' }).toString()
  expect(blot(form, [secret])).toBe('secret=[hidden]&test=true')
  expect(blot(`?s=${encodeURIComponent(secret)}`, [secret])).toBe('?s=[hidden]')
  expect(blot(JSON.stringify({ secret }), [secret])).toBe('{"secret":"[hidden]"}')
})

test('a secret that begins another one does not leave the rest', () => {
  expect(blot('abcdef abc', ['abc', 'abcdef'])).toBe('[hidden] [hidden]')
})

test('an empty secret changes nothing', () => {
  expect(blot('text', [''])).toBe('text')
})

test('the password in an address goes', () => {
  expect(blot('postgres://portal:p4ss:w@127.0.0.1/portal')).toBe(
    'postgres://portal:[hidden]@127.0.0.1/portal',
  )
  expect(blot('https://mesto.example:8443/a@b')).toBe('https://mesto.example:8443/a@b')
})

test('no secret survives wherever it stands', () => {
  const secrets = fc.string({ minLength: 12, maxLength: 40, unit: 'grapheme' })
  fc.assert(
    fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
      expect(blot(before + secret + after, [secret])).not.toContain(secret)
    }),
  )
})

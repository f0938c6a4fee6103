import { afterEach, expect, test } from 'vitest'
import { setEnvironment, validateEnvironment } from '#lib/core/env'
import { validEnvironment } from '#tests/fixtures/environment'
import { loginOrigins } from './realms.ts'

afterEach(() => setEnvironment(null))

test('forms lead to the issuers and to the further hosts that the settings name, whole origins all', () => {
  const checked = validateEnvironment({
    ...validEnvironment,
    CITIZEN_OIDC_LOGIN_HOSTS: 'https://login.mesto.example, https://idp.kraj.example:8443',
    OFFICE_OIDC_LOGIN_HOSTS: 'https://odhlaseni.example',
  })
  if (!checked.ok) throw new Error(checked.error.join(' '))
  setEnvironment(checked.value)
  expect(loginOrigins()).toEqual([
    'https://identita.example',
    'https://login.mesto.example',
    'https://idp.kraj.example:8443',
    'https://urad.example',
    'https://odhlaseni.example',
  ])
})

import { expect, test, vi } from 'vitest'
import { startSandboxUnderTest } from '#tests/fixtures/sandbox/gopay'

test('tells by GET behind what the address already says, and nothing but the number', async () => {
  const { create, control, addresses, untilNotified } = await startSandboxUnderTest()
  const id = await create()
  await control('POST', `payments/${id}/pay`)
  await untilNotified(1)
  expect(addresses).toEqual([`GET /oznameni?nase=1&id=${id}`])
})

test('says nothing of a payment created or with a method chosen', async () => {
  const { create, control, seen } = await startSandboxUnderTest()
  const id = await create()
  await control('POST', `payments/${id}/wait`)
  expect(await seen(id)).toMatchObject({ notificationAttempts: 0, notificationsWaiting: 0 })
})

test.each(['cancel', 'expire', 'pay'])('repeats after %s until answered by 200', async (action) => {
  const { create, control, seen } = await startSandboxUnderTest({ answers: [500, 201, 302, 200] })
  const id = await create()
  await control('POST', `payments/${id}/${action}`)
  await vi.waitFor(async () =>
    expect(await seen(id)).toMatchObject({
      notificationAttempts: 4,
      notificationsDelivered: 1,
      notificationsWaiting: 0,
      lastNotificationAnswer: 200,
    }),
  )
})

test('gives up after twenty attempts', async () => {
  const { create, control, seen } = await startSandboxUnderTest({ answers: [503], notifyPausesMs: [1] })
  const id = await create()
  await control('POST', `payments/${id}/pay`)
  await vi.waitFor(async () =>
    expect(await seen(id)).toMatchObject({ notificationAttempts: 20, notificationsWaiting: 0 }),
  )
})

test('duplicates, silence, an early one and one on demand', async () => {
  const { behave, create, control, seen, untilNotified } = await startSandboxUnderTest()
  await behave({ notifyTimes: 3 })
  await behave({ notifyTimes: 0 })
  await behave({ notifyEarly: true })
  const [thrice, never, early] = [await create(), await create(), await create()]
  expect(await seen(early)).toMatchObject({ state: 'CREATED', notificationsDelivered: 1 })
  await control('POST', `payments/${thrice}/pay`)
  await control('POST', `payments/${never}/pay`)
  await untilNotified(4)
  expect(await seen(never)).toMatchObject({ state: 'PAID', notificationAttempts: 0 })
  await control('POST', `payments/${never}/notify`)
  expect(await seen(never)).toMatchObject({ notificationsDelivered: 1 })
})

test('notifyBeforeCreateReply pays and tells before the client knows the number', async () => {
  const { behave, api, order, addresses } = await startSandboxUnderTest()
  await behave({ notifyBeforeCreateReply: true })
  const { json } = await api('POST', 'payments/payment', order())
  expect(json.state).toBe('CREATED')
  expect(addresses).toEqual([`GET /oznameni?nase=1&id=${json.id}`])
  expect((await api('GET', `payments/payment/${json.id}`)).json.state).toBe('PAID')
})

import type { Browser } from '@playwright/test'
import { readQr } from '#tests/fixtures/read-qr'

/** The text of the QR code in a PNG picture, such as a screenshot; null where none is. */
export async function qrInPicture(browser: Browser, png: Buffer): Promise<string | null> {
  // The picture is opened in a page of its own, free of the portal's policy and with scripts.
  const context = await browser.newContext({ javaScriptEnabled: true })
  const page = await context.newPage()
  const { base64, width, height } = await page.evaluate(
    async (address) => {
      const bitmap = await createImageBitmap(await (await fetch(address)).blob())
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
      const drawing = canvas.getContext('2d')
      drawing?.drawImage(bitmap, 0, 0)
      const pixels = drawing?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? []
      let binary = ''
      for (const byte of pixels) binary += String.fromCharCode(byte)
      return { base64: btoa(binary), width: bitmap.width, height: bitmap.height }
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )
  await context.close()
  return readQr(new Uint8ClampedArray(Buffer.from(base64, 'base64')), width, height)
}

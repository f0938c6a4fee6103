import { type QrModules, qrPath } from '#lib/identifiers/qr-code'

interface QrCodeProps {
  modules: QrModules
  /** What a screen reader says instead of the picture. */
  label: string
}

/** A QR code, drawn on the server; dark on white in every scheme, so that any reader finds it. */
export function QrCode({ modules, label }: QrCodeProps) {
  const size = modules.length
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width="240"
      height="240"
      shapeRendering="crispEdges"
      className="h-auto w-60 max-w-full rounded-md forced-color-adjust-none"
    >
      <path fill="#ffffff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000000" d={qrPath(modules)} />
    </svg>
  )
}

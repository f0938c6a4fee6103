import { type QrModules, qrPath } from '#lib/identifiers/qr-code'

interface QrCodeProps {
  modules: QrModules
  /** What a screen reader says instead of the picture. */
  label: string
}

/**
 * A QR Platba in its usual frame with the name in the lower edge, drawn on the server. Dark on white in every
 * scheme, so that any reader finds it; frame and name stay outside the light zone of the code.
 */
export function QrCode({ modules, label }: QrCodeProps) {
  const size = modules.length
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-1 -1 ${size + 2} ${size + 5}`}
      className="h-auto w-60 max-w-full rounded-sm forced-color-adjust-none"
    >
      <path fill="#ffffff" d={`M-1-1h${size + 2}v${size + 5}h-${size + 2}z`} />
      <path
        fill="none"
        stroke="#000000"
        strokeWidth="0.6"
        d={`M-.5-.5h${size + 1}v${size + 2}h-${size + 1}z`}
      />
      <path fill="#ffffff" d={`M${size - 23} ${size}h20v4h-20z`} />
      <text
        x={size - 21}
        y={size + 3}
        textLength="16"
        lengthAdjust="spacingAndGlyphs"
        fill="#000000"
        fontFamily="Arial, Helvetica, sans-serif"
        fontSize="4"
        fontWeight="bold"
      >
        QR platba
      </text>
      <path fill="#000000" shapeRendering="crispEdges" d={qrPath(modules)} data-modules={size} />
    </svg>
  )
}

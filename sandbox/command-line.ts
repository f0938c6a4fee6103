/** An option that has to be there; throws an Error with a sentence for the operator. */
export function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new Error(`${name} is missing`)
  return value
}

/** A whole number within limits; throws an Error with a sentence for the operator. */
export function wholeNumber(name: string, value: string, least: number, most: number): number {
  const number = Number(value)
  if (/^\d+$/.test(value) && number >= least && number <= most) return number
  throw new Error(`${name} must be ${least} to ${most}`)
}

/** A port; 0 lets the system choose. */
export const readPort = (value: string | undefined): number =>
  wholeNumber('--port', required('--port', value), 0, 65_535)

/** An http(s) address; throws an Error with a sentence for the operator. */
export function webAddress(name: string, value: string): string {
  if (/^https?:\/\//.test(value) && URL.canParse(value)) return value
  throw new Error(`${name} must be an http(s) address`)
}

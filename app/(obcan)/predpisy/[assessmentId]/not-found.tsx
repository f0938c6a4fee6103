import { MissingPage } from '#components/layout/missing-page'

/** A claim that is not there, or is somebody else's. */
export default MissingPage

/**
 * The header by which the server tells the gates which page was asked for, since a layout of the framework does not
 * know. What anybody outside sends under this name is thrown away.
 */
export const askedForHeader = 'x-asked-for'

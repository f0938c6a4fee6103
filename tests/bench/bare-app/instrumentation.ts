/** Without a file of its own the framework would take the portal's, which asks for the portal's environment. */
export function register() {}

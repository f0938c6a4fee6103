import postgres from 'postgres'

/** The two addresses of one database: the application's and the tables' owner's. */
export interface DatabaseUrls {
  applicationUrl: string
  ownerUrl: string
}

/** What the two roles get wrong. Without `isWorking` the portal could not run at all; with it, only its guards would be gone. */
export interface RoleFault {
  sentence: string
  isWorking: boolean
}

interface Role {
  name: string
  database: string
  isSuperuser: boolean
  ownsDatabase: boolean
  ownsTables: boolean
  mayCreate: boolean
}

/** Looks, without changing anything, whether the two addresses play their two parts; null when they do. */
export async function roleFault({ applicationUrl, ownerUrl }: DatabaseUrls): Promise<RoleFault | null> {
  const [application, owner] = await Promise.all([readRole(applicationUrl), readRole(ownerUrl)])
  const fault = (sentence: string, isWorking = false) => ({ sentence, isWorking })
  if (application.database !== owner.database) {
    return fault(
      `DATABASE_URL names the database ${application.database} and DATABASE_OWNER_URL ${owner.database}; both must name the same one.`,
    )
  }
  const isPowerful = application.isSuperuser || application.ownsDatabase || application.ownsTables
  if (!owner.mayCreate) {
    return fault(
      isPowerful
        ? `DATABASE_URL and DATABASE_OWNER_URL seem to be swapped: ${application.name} of DATABASE_URL is the owner, ${owner.name} of DATABASE_OWNER_URL may not create tables.`
        : `The role ${owner.name} of DATABASE_OWNER_URL may not create tables in the database ${owner.database}; make it the owner of the database.`,
    )
  }
  if (application.name === owner.name) {
    return fault(
      `DATABASE_URL and DATABASE_OWNER_URL name the same role ${owner.name}; the application needs a role of its own that owns nothing.`,
      true,
    )
  }
  if (isPowerful) {
    const why = application.isSuperuser ? 'is a superuser' : 'owns the database or tables in it'
    return fault(
      `The role ${application.name} of DATABASE_URL ${why}; the application needs a role that owns nothing.`,
      true,
    )
  }
  return null
}

async function readRole(url: string): Promise<Role> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
  try {
    const [role] = await sql<[Role]>`
      select r.rolname as name, d.datname as database, r.rolsuper as "isSuperuser",
             pg_has_role(d.datdba, 'usage') as "ownsDatabase",
             exists (select 1 from pg_tables t where t.schemaname in ('public', 'drizzle', 'pgboss')
                        and pg_has_role(t.tableowner, 'usage')) as "ownsTables",
             has_database_privilege(d.datname, 'create')
               and has_schema_privilege('public', 'create') as "mayCreate"
        from pg_roles r, pg_database d
       where r.rolname = current_user and d.datname = current_database()`
    return role
  } finally {
    await sql.end({ timeout: 1 })
  }
}

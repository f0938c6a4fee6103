import postgres from 'postgres'

const sql = postgres(process.env.BENCH_DATABASE_URL ?? '', { max: 20, onnotice: () => {} })

/** One durable row for one message, and nothing else. */
export async function POST(request: Request) {
  await sql`insert into bench.message (body) values (${await request.text()})`
  return new Response('code=0&message=OK', { headers: { 'content-type': 'text/plain' } })
}

import { connect, createServer, type Socket } from 'node:net'

/** A pooler before a PostgreSQL, as poolers in transaction mode are. */
export interface Pooler {
  /** The same address, led through the pooler. */
  through(url: string): string
  close(): Promise<void>
}

interface Server {
  socket: Socket
  client: Client | null
  unread: Buffer
}

interface Client {
  socket: Socket
  server: Server | null
  unread: Buffer
  /** How many answers of the server it waits for. */
  awaited: number
}

const readyForQuery = 'Z'.charCodeAt(0)
const terminate = 'X'.charCodeAt(0)
const askedFor = new Set(['Q', 'S'].map((letter) => letter.charCodeAt(0)))
const idle = 'I'.charCodeAt(0)

/**
 * Lends a connection of the server for one transaction only, the one last given back first. Each client signs in over a
 * connection of its own, which then joins the others; all of a test are of one role and one database.
 */
export async function openTransactionPooler(target: string): Promise<Pooler> {
  const { hostname, port } = new URL(target)
  const free: Server[] = []
  const waiting: Client[] = []
  const sockets = new Set<Socket>()

  function lend(client: Client): boolean {
    const server = free.pop()
    if (!server) return false
    server.client = client
    client.server = server
    return true
  }

  function giveBack(server: Server) {
    if (server.client) server.client.server = null
    server.client = null
    free.push(server)
    const next = waiting.shift()
    if (next) serve(next)
  }

  /** Hands on what the client has said, as far as there is a server to say it to. */
  function serve(client: Client) {
    while (client.unread.length >= 5) {
      const length = client.unread.readUInt32BE(1) + 1
      if (client.unread.length < length) return
      if (client.unread[0] === terminate) {
        client.server?.socket.destroy()
        client.socket.destroy()
        return
      }
      if (!client.server && !lend(client)) {
        if (!waiting.includes(client)) waiting.push(client)
        return
      }
      if (askedFor.has(client.unread[0] ?? 0)) client.awaited++
      client.server?.socket.write(client.unread.subarray(0, length))
      client.unread = client.unread.subarray(length)
    }
  }

  function answer(server: Server, piece: Buffer) {
    server.client?.socket.write(piece)
    server.unread = Buffer.concat([server.unread, piece])
    while (server.unread.length >= 5) {
      const length = server.unread.readUInt32BE(1) + 1
      if (server.unread.length < length) return
      const isOver = server.unread[0] === readyForQuery && server.unread[5] === idle
      if (server.unread[0] === readyForQuery && server.client) server.client.awaited--
      server.unread = server.unread.subarray(length)
      if (isOver && server.client && server.client.awaited <= 0) {
        server.client.awaited = 0
        giveBack(server)
      }
    }
  }

  const listener = createServer((socket) => {
    const client: Client = { socket, server: null, unread: Buffer.alloc(0), awaited: 1 }
    const server: Server = { socket: connect(Number(port), hostname), client, unread: Buffer.alloc(0) }
    client.server = server
    let isSigningIn = true
    for (const one of [socket, server.socket]) {
      sockets.add(one)
      one.on('error', () => one.destroy())
      one.on('close', () => sockets.delete(one))
    }
    server.socket.on('data', (piece) => {
      if (isSigningIn) {
        // Messages of signing in begin anew with each answer.
        let rest = piece
        while (rest.length >= 5 && rest[0] !== readyForQuery) rest = rest.subarray(rest.readUInt32BE(1) + 1)
        if (rest[0] === readyForQuery) isSigningIn = false
        else {
          socket.write(piece)
          return
        }
        socket.write(piece)
        client.awaited = 0
        client.server = null
        server.client = null
        // Lent last: a pooler opens another only where all that it has are lent.
        free.unshift(server)
        const next = waiting.shift()
        if (next) serve(next)
        return
      }
      answer(server, piece)
    })
    server.socket.on('close', () => {
      server.client?.socket.destroy()
      const at = free.indexOf(server)
      if (at >= 0) free.splice(at, 1)
    })
    socket.on('data', (piece) => {
      if (isSigningIn) {
        server.socket.write(piece)
        return
      }
      client.unread = Buffer.concat([client.unread, piece])
      serve(client)
    })
    socket.on('close', () => {
      // In the middle of a transaction nobody else may go on with it.
      if (client.server && client.awaited > 0) client.server.socket.destroy()
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const own = typeof address === 'object' && address ? address.port : 0
  return {
    through(url) {
      const led = new URL(url)
      led.port = String(own)
      return led.href
    },
    async close() {
      for (const one of sockets) one.destroy()
      await new Promise<void>((resolve) => listener.close(() => resolve()))
    },
  }
}

import process from 'node:process'

/** A small companion of the embedded PostgreSQL: when the process that started both is killed, it ends the database. */
const startedBy = process.ppid
const database = Number(process.argv[2])
// A Ctrl-C goes to the whole group of the terminal; the start itself decides what stops when.
process.on('SIGINT', () => {})
setInterval(() => {
  if (process.ppid === startedBy) return
  try {
    process.kill(database, 'SIGINT')
  } finally {
    process.exit()
  }
}, 500)

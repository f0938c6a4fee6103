// Loaded before a measured program: at its end tells the most memory it ever held, in bytes.
process.on('exit', () => {
  console.error(`peak memory: ${process.resourceUsage().maxRSS * 1024}`)
})

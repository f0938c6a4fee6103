/** A page with no script of anybody's but the framework's. */
export default function EmptyPage() {
  return <p>Prázdná stránka</p>
}

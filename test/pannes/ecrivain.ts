// Un Coforme réduit à l'essentiel, lancé et tué par les épreuves de panne : il démarre ou rejoint la base, dit ce
// qu'il y trouve, puis écrit sans fin en disant chaque ligne une fois acquittée, jamais avant.
import { writeSync } from 'node:fs'
import { Client } from 'pg'
import { demarrerPostgres, PannePostgres } from '#platform/postgres/index.ts'

const [dossier = '', tour = '0', reglage = ''] = process.argv.slice(2)
const dire = (texte: string): void => {
  writeSync(1, `${texte}\n`)
}

let fini = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    fini = true
  })
}

try {
  const grappe = await demarrerPostgres({ dossier, essai: reglage === 'essai' })
  grappe.surPerte((phrase) => {
    dire(`perte ${phrase}`)
    process.exit(3)
  })
  const client = new Client(grappe.connexion('postgres', 'postgres'))
  client.on('error', () => {})
  await client.connect()
  // Sous verrou : « if not exists » ne suffit pas quand deux écrivains créent ensemble.
  await client.query(
    'select pg_advisory_xact_lock(1); create table if not exists ligne (tour int, n int, primary key (tour, n))',
  )
  const { rows } = await client.query<{ tour: number; combien: number; dernier: number }>(
    'select tour, count(*)::int as combien, max(n) as dernier from ligne group by tour',
  )
  for (const trouve of rows) dire(`trouve ${trouve.tour} ${trouve.combien} ${trouve.dernier}`)
  dire('sert')
  for (let n = 1; !fini; n++) {
    await client.query('insert into ligne values ($1, $2)', [tour, n])
    dire(`acquitte ${n}`)
  }
  await client.end()
  await grappe.arreter()
  dire('parti')
} catch (erreur) {
  // PostgreSQL tuée sous une requête : la perte est dite par la grappe, ou ici si elle n’était pas encore là.
  dire(`panne ${erreur instanceof PannePostgres ? erreur.message : String(erreur)}`)
  process.exit(erreur instanceof PannePostgres ? 1 : 3)
}

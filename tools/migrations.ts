import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { lireFichier, lireOctets, listerFichiers } from './fichiers.ts'

const dossier = 'db/migrations'
const registre = `${dossier}/empreintes.json`
const depart = 'db/depart.json.gz'
/** La forme que lit `platform/db/dossier-db.ts` : une autre passerait ici et arrêterait l’instance au départ. */
const forme = /^(\d{4})_[a-z0-9-]+\.sql$/

type Empreintes = Readonly<Record<string, string>>

const empreinte = (racine: string, nom: string) =>
  createHash('sha256')
    .update(lireFichier(racine, `${dossier}/${nom}`))
    .digest('hex')

const nomsSql = (racine: string) =>
  listerFichiers(racine, dossier)
    .map((chemin) => chemin.slice(dossier.length + 1))
    .filter((nom) => nom.endsWith('.sql'))

const lireEmpreintes = (racine: string): Empreintes => {
  if (!existsSync(join(racine, registre))) return {}
  const lu: unknown = JSON.parse(lireFichier(racine, registre))
  if (typeof lu !== 'object' || lu === null || Object.values(lu).some((v) => typeof v !== 'string')) {
    throw new Error(`${registre} : un objet { nom: empreinte } est attendu.`)
  }
  return lu as Empreintes
}

/** Les migrations d’avant le regroupement (ADR 0012) ne sont plus là ; leurs numéros restent pris. */
const dernierAncien = (racine: string): number => {
  const lu = JSON.parse(lireFichier(racine, 'db/anciennes.json')) as { migrations: { nom: string }[] }
  return Number(lu.migrations.at(-1)?.nom.slice(0, 4) ?? 0)
}

/**
 * Une migration livrée a tourné sur des bases que nous ne voyons pas : la changer ferait diverger la leur.
 * Le registre des empreintes, écrit à chaque version (`--figer`), vaut sans git, donc aussi dans une archive.
 */
export const verifierMigrations = (racine: string): { fautes: string[]; nombre: number; livrees: number } => {
  const noms = nomsSql(racine)
  const livrees = lireEmpreintes(racine)
  const fautes: string[] = []
  const premier = dernierAncien(racine) + 1
  noms.forEach((nom, rang) => {
    const numero = forme.exec(nom)?.[1]
    if (numero === undefined) fautes.push(`${dossier}/${nom} : le nom attendu est « 0001_nom_simple.sql ».`)
    else if (Number(numero) !== premier + rang) {
      fautes.push(`${dossier}/${nom} : le numéro attendu est ${String(premier + rang).padStart(4, '0')}.`)
    }
  })
  Object.entries(livrees).forEach(([nom, attendue]) => {
    if (!noms.includes(nom))
      fautes.push(`${dossier}/${nom} : livrée, elle ne peut ni disparaître ni changer de nom.`)
    else if (empreinte(racine, nom) !== attendue)
      fautes.push(`${dossier}/${nom} : livrée, elle ne se modifie plus.`)
  })
  return { fautes, nombre: noms.length, livrees: Object.keys(livrees).length }
}

/**
 * À la sortie d’une version : les migrations qui sont là deviennent intouchables, et `db/` se garde tel quel. C’est de lui que part
 * l’essai qui met une base livrée au niveau d’aujourd’hui et la compare à une base neuve.
 */
export const figerMigrations = (racine: string): void => {
  const { fautes } = verifierMigrations(racine)
  if (fautes.length > 0) throw new Error(fautes.join('\n'))
  const empreintes = Object.fromEntries(nomsSql(racine).map((nom) => [nom, empreinte(racine, nom)]))
  if (nomsSql(racine).length > 0)
    writeFileSync(join(racine, registre), `${JSON.stringify(empreintes, null, 2)}\n`)
  const fichiers = listerFichiers(racine, 'db').filter((f) => /\.(sql|json)$/.test(f))
  const garde = Object.fromEntries(fichiers.map((f) => [f, lireFichier(racine, f)]))
  writeFileSync(join(racine, depart), gzipSync(JSON.stringify(garde), { level: 9 }))
}

/** Écrit sous `vers` le dossier `db/` de la dernière version livrée, tel que `figerMigrations` l’a gardé. */
export const deplierDepart = (racine: string, vers: string): void => {
  const garde = JSON.parse(gunzipSync(lireOctets(racine, depart)).toString()) as Record<string, string>
  for (const [fichier, texte] of Object.entries(garde)) {
    mkdirSync(dirname(join(vers, fichier)), { recursive: true })
    writeFileSync(join(vers, fichier), texte)
  }
}

if (import.meta.main) {
  const racine = join(import.meta.dirname, '..')
  if (process.argv.includes('--figer')) figerMigrations(racine)
  const { fautes, nombre, livrees } = verifierMigrations(racine)
  console.log(fautes.length > 0 ? fautes.join('\n') : `${nombre} migrations, dont ${livrees} livrées.`)
  process.exitCode = fautes.length > 0 ? 1 : 0
}

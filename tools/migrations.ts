import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lireFichier, listerFichiers } from './fichiers.ts'

const dossier = 'db/migrations'
const registre = `${dossier}/empreintes.json`
/** La forme que lit `platform/db/migrer.ts` : une autre passerait ici et arrêterait l’instance au départ. */
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

/**
 * Une migration livrée a tourné sur des bases que nous ne voyons pas : la changer ferait diverger la leur.
 * Le registre des empreintes, écrit à chaque version (`--figer`), vaut sans git, donc aussi dans une archive.
 */
export const verifierMigrations = (racine: string): { fautes: string[]; nombre: number; livrees: number } => {
  const noms = nomsSql(racine)
  const livrees = lireEmpreintes(racine)
  const fautes: string[] = []
  noms.forEach((nom, rang) => {
    const numero = forme.exec(nom)?.[1]
    if (numero === undefined) fautes.push(`${dossier}/${nom} : le nom attendu est « 0001_nom_simple.sql ».`)
    else if (Number(numero) !== rang + 1) {
      fautes.push(`${dossier}/${nom} : le numéro attendu est ${String(rang + 1).padStart(4, '0')}.`)
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

/** À la sortie d’une version : tout ce qui est là devient intouchable. */
export const figerMigrations = (racine: string): void => {
  const { fautes } = verifierMigrations(racine)
  if (fautes.length > 0) throw new Error(fautes.join('\n'))
  const empreintes = Object.fromEntries(nomsSql(racine).map((nom) => [nom, empreinte(racine, nom)]))
  writeFileSync(join(racine, registre), `${JSON.stringify(empreintes, null, 2)}\n`)
}

if (import.meta.main) {
  const racine = join(import.meta.dirname, '..')
  if (process.argv.includes('--figer')) figerMigrations(racine)
  const { fautes, nombre, livrees } = verifierMigrations(racine)
  console.log(fautes.length > 0 ? fautes.join('\n') : `${nombre} migrations, dont ${livrees} livrées.`)
  process.exitCode = fautes.length > 0 ? 1 : 0
}

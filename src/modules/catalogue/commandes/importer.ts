import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { compter } from '#kernel/texte.ts'
import { enseigneParDefaut, lireOrganisme, organismeParCode } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import { bornesXml } from '#platform/xml/lire-xml.ts'
import type { Command, CommandContext } from '#web/module.ts'
import type { Comptes, LigneRapport } from '../domain/rapport.ts'
import { gestesDuCatalogue } from '../gestes/composer.ts'

const usage = 'importer lheo FICHIER --organisme CODE [--json]'

type Appel = { readonly fichier: string; readonly code: string; readonly json: boolean }

/** `FICHIER --organisme CODE [--json]`, les options où l’on veut ; sinon la phrase de ce qui manque. */
const lireAppel = (args: readonly string[]): Appel | string => {
  const places: string[] = []
  let code: string | undefined
  let json = false
  for (let i = 0; i < args.length; i += 1) {
    const a = args[i] ?? ''
    if (a === '--json') json = true
    else if (a === '--organisme') {
      i += 1
      code = args[i]
    } else if (a.startsWith('--organisme=')) code = a.slice('--organisme='.length)
    else if (a.startsWith('-')) return `L’option « ${a.slice(0, 40)} » n’existe pas.`
    else places.push(a)
  }
  const [fichier, reste] = places
  if (!fichier || reste !== undefined) return 'Nommez un fichier, et un seul.'
  if (!code || code.startsWith('-')) return 'Nommez l’organisme : --organisme CODE.'
  return { fichier, code, json }
}

const lireFichier = async (chemin: string): Promise<Uint8Array | string> => {
  try {
    const { size } = await stat(chemin)
    // Un fichier de plusieurs gigaoctets ne se charge pas pour être refusé.
    if (size > bornesXml.octets) return 'ce fichier dépasse 30\u00a0Mo.'
    return await readFile(chemin)
  } catch (erreur) {
    const code = erreur instanceof Error && 'code' in erreur ? erreur.code : undefined
    return code === 'ENOENT' ? 'ce fichier n’existe pas.' : 'ce fichier ne se lit pas.'
  }
}

const direComptes = (c: Comptes): string =>
  [
    compter(c.creees, 'brouillon créé', { pluriel: 'brouillons créés' }),
    `${c.misesAJour} mis à jour`,
    compter(c.inchangees, 'inchangé'),
    compter(c.adoptees, 'offre validée laissée telle quelle', {
      pluriel: 'offres validées laissées telles quelles',
    }),
    compter(c.nonLues, 'formation non lue', { pluriel: 'formations non lues' }),
  ].join(', ')

const direLigne = (l: LigneRapport): string => `${l.niveau}, ligne ${l.ligne}, ${l.chemin}\u00a0: ${l.phrase}`

/**
 * Lit un catalogue en brouillons, pour l’enseigne commune. 0 : tout est lu. 1 : lu, mais des formations n’ont pas pu
 * l’être. 2 : l’appel ou le fichier est fautif, et rien n’est écrit.
 */
const run = async (args: readonly string[], contexte: CommandContext): Promise<number> => {
  const dire = (phrase: string) => contexte.stderr(`${phrase}\n`)
  const faute = (phrase: string): 2 => {
    dire(phrase)
    return 2
  }
  const appel = lireAppel(args)
  if (typeof appel === 'string') return faute(`${appel}\nUsage\u00a0: ${usage}`)
  const { services } = contexte
  if (!services) return faute('Cette commande a besoin de la base.')
  // Le dossier d’où l’on a appelé, que `npm run` remplace par le sien.
  const octets = await lireFichier(path.resolve(contexte.dossier ?? process.cwd(), appel.fichier))
  if (typeof octets === 'string') return faute(`${appel.fichier}\u00a0: ${octets}`)
  const organisme = await organismeParCode(services.db, appel.code)
  if (!organisme)
    return faute(`--organisme\u00a0: aucun organisme ne porte le nom court «\u00a0${appel.code}\u00a0».`)

  const le = services.clock.now()
  const rendu = await services.db.withTenant({ genre: 'tache', organisme }, async (tx) => {
    const [enseigne, { siret, nda }] = [await enseigneParDefaut(tx), await lireOrganisme(tx)]
    if (!enseigne) return undefined
    return gestesDuCatalogue(tx, le).importerLheo({
      id: newId<'Import'>(le),
      activite: enseigne.id,
      octets,
      nomFichier: path.basename(appel.fichier),
      attendu: { siret, ...(nda ? { nda } : {}) },
    })
  })
  if (!rendu) return faute('Cet organisme n’a aucune enseigne ouverte.')
  if (!rendu.ok) return faute(`${appel.fichier}\u00a0: ${rendu.error.phrase}`)
  const { id, version, rapport } = rendu.value
  if (appel.json) contexte.stdout(`${JSON.stringify({ import: id, version, ...rapport })}\n`)
  else {
    for (const l of rapport.lignes) dire(direLigne(l))
    if (rapport.lignesOmises > 0) dire(`Et ${rapport.lignesOmises} autres lignes.`)
    dire(`LHEO ${version}\u00a0: ${direComptes(rapport.comptes)}.`)
  }
  return rapport.comptes.nonLues > 0 ? 1 : 0
}

export const importerCommande: Command = { nom: 'importer lheo', usage, base: true, run }

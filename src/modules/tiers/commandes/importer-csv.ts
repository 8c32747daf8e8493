import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { compter } from '#kernel/texte.ts'
import { enseigneParDefaut, organismeParCode } from '#modules/organisme/index.ts'
import { bornesCsv, lireTableau } from '#platform/csv/lire-csv.ts'
import type { Command, CommandContext } from '#web/module.ts'
import { colonnesManquantes, devinerColonnes, type RapportImport, sorts } from '../domain/colonnes.ts'
import { importEntreprises, importPersonnes } from '../gestes/importer.ts'
import { type ImportDe, tropDeLignes } from '../lecture/import-de.ts'

const options = 'FICHIER --organisme CODE [--essai] [--json]'

type Appel = {
  readonly de: ImportDe
  readonly fichier: string
  readonly code: string
  readonly essai: boolean
  readonly json: boolean
}

const lireAppel = (args: readonly string[], imports: readonly ImportDe[]): Appel | string => {
  const places: string[] = []
  let code: string | undefined
  let essai = false
  let json = false
  for (let i = 0; i < args.length; i += 1) {
    const a = args[i] ?? ''
    if (a === '--json') json = true
    else if (a === '--essai') essai = true
    else if (a === '--organisme') code = args[++i]
    else if (a.startsWith('--organisme=')) code = a.slice('--organisme='.length)
    else if (a.startsWith('-')) return `L’option « ${a.slice(0, 40)} » n’existe pas.`
    else places.push(a)
  }
  const seul = imports.length === 1 ? imports[0] : undefined
  const de = seul ?? imports.find((x) => x.genre === places[0])
  // Les sessions ont leur commande : le mot qui les nomme ne vient pas jusqu'ici.
  if (!de) return 'Dites ce que le fichier contient : personnes, entreprises ou sessions.'
  const [fichier, reste] = seul ? places : places.slice(1)
  if (!fichier || reste !== undefined) return 'Nommez un fichier, et un seul.'
  if (!code || code.startsWith('-')) return 'Nommez l’organisme : --organisme CODE.'
  return { de, fichier, code, essai, json }
}

const direRapport = (r: RapportImport, contexte: CommandContext): void => {
  for (const l of r.lignes)
    if (l.sort === 'fautive' || l.phrase !== '')
      contexte.stderr(`ligne ${l.ligne}, ${l.libelle}, ${sorts[l.sort]} : ${l.phrase}\n`)
  if (r.omises > 0) contexte.stderr(`Et ${r.omises} autres lignes.\n`)
  const { creee, completee, inchangee, fautive } = r.comptes
  contexte.stderr(
    `${compter(creee, 'créée')}, ${compter(completee, 'complétée')}, ${compter(inchangee, 'inchangée')}, ${fautive} à corriger.\n`,
  )
}

/**
 * Fait entrer un tableau, pour l'enseigne commune. 0 : chaque ligne est lue. 1 : des lignes sont à corriger, les autres sont entrées.
 * 2 : l'appel ou le fichier est fautif, et rien n'est écrit.
 */
const conduire = async (
  imports: readonly ImportDe[],
  usage: string,
  args: readonly string[],
  contexte: CommandContext,
): Promise<number> => {
  const faute = (phrase: string): 2 => {
    contexte.stderr(`${phrase}\n`)
    return 2
  }
  const appel = lireAppel(args, imports)
  if (typeof appel === 'string') return faute(`${appel}\nUsage : ${usage}`)
  const { services } = contexte
  if (!services) return faute('Cette commande a besoin de la base.')
  const chemin = path.resolve(contexte.dossier ?? process.cwd(), appel.fichier)
  const taille = await stat(chemin).then(
    (s) => (s.isFile() ? s.size : undefined),
    () => undefined,
  )
  if (taille === undefined) return faute(`${appel.fichier} : ce fichier n’existe pas, ou ne se lit pas.`)
  if (taille > bornesCsv.octets) return faute(`${appel.fichier} : ce fichier dépasse 10 Mo.`)
  const lu = lireTableau(await readFile(chemin))
  if (!lu.ok) return faute(`${appel.fichier} : ${lu.error.phrase}`)
  const { entetes, lignes } = lu.value
  const trop = tropDeLignes(appel.de, lignes)
  if (trop) return faute(`${appel.fichier} : ${trop}`)
  const colonnes = devinerColonnes(appel.de.colonnes, entetes)
  const manquent = colonnesManquantes(appel.de.colonnes, colonnes)
  if (manquent.length > 0)
    return faute(
      `${appel.fichier}, ligne 1 : aucune colonne ne s’appelle ${manquent.join(', ni ')}. Lues : ${entetes.join(', ').slice(0, 300)}.`,
    )
  const organisme = await organismeParCode(services.db, appel.code)
  if (!organisme) return faute(`--organisme : aucun organisme ne porte le nom court « ${appel.code} ».`)
  const le = services.clock.now()
  const rapport = await services.db.withTenant({ genre: 'tache', organisme }, async (tx) => {
    const enseigne = await enseigneParDefaut(tx)
    return (
      enseigne &&
      appel.de.importer(
        tx,
        {
          activite: enseigne.id,
          nomFichier: path.basename(appel.fichier),
          lignes,
          colonnes,
          essai: appel.essai,
          lecture: null,
        },
        le,
      )
    )
  })
  if (!rapport) return faute('Cet organisme n’a aucune enseigne ouverte.')
  if (appel.json) contexte.stdout(`${JSON.stringify({ essai: appel.essai, colonnes, ...rapport })}\n`)
  else direRapport(rapport, contexte)
  return rapport.comptes.fautive > 0 ? 1 : 0
}

/** « importer csv MOTS » : un seul genre quand la commande le nomme, plusieurs quand l'appel le dit. */
export const commandeImport = (nom: string, mots: string, imports: readonly ImportDe[]): Command => {
  const usage = `${nom} ${mots}${options}`
  return { nom, usage, base: true, run: (args, contexte) => conduire(imports, usage, args, contexte) }
}

export const importerCsvCommande = commandeImport('importer csv', 'personnes|entreprises ', [
  importPersonnes,
  importEntreprises,
])

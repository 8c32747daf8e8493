import path from 'node:path'
import { compter } from '#kernel/texte.ts'
import { enseigneParDefaut, organismeParCode } from '#modules/organisme/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Command, CommandContext } from '#web/module.ts'
import { portsDeReprise } from '../db/reprise.ecritures.ts'
import { type Repris, reprendreDossier } from '../gestes/reprendre-dossier.ts'
import { lireFichier } from '../lecture/lire-fichier.ts'

const usage = 'importer bpf-dossier FICHIER --organisme CODE [--cas ID] [--json]'

type Appel = {
  readonly fichier: string
  readonly code: string
  readonly cas: string | undefined
  readonly json: boolean
}

const lireAppel = (args: readonly string[]): Appel | string => {
  const places: string[] = []
  const valeurs = new Map<string, string>()
  let json = false
  for (let i = 0; i < args.length; i += 1) {
    const [nom = '', ...apres] = (args[i] ?? '').split('=')
    if (nom === '--json') json = true
    else if (nom === '--organisme' || nom === '--cas') {
      const valeur = apres.length > 0 ? apres.join('=') : args[++i]
      if (valeur === undefined || valeur === '' || valeur.startsWith('--')) return `${nom} attend une valeur.`
      if (valeurs.has(nom)) return `${nom} est dit deux fois.`
      valeurs.set(nom, valeur)
    } else if (nom.startsWith('-')) return `L’option « ${nom.slice(0, 40)} » n’existe pas.`
    else places.push(args[i] ?? '')
  }
  const [fichier, reste] = places
  if (!fichier || reste !== undefined) return 'Nommez un fichier, et un seul.'
  const code = valeurs.get('--organisme')
  if (code === undefined) return 'Nommez l’organisme : --organisme CODE.'
  return { fichier, code, cas: valeurs.get('--cas'), json }
}

const motsDEtat: Readonly<Record<Repris['etat'], string>> = {
  lue: 'Repris',
  'deja-lue': 'Déjà repris, rien n’a changé',
  remplacee: 'Repris de nouveau, la lecture précédente ne compte plus',
}
const dire = (r: Repris): string =>
  `${motsDEtat[r.etat]} : ${[
    compter(r.actions, 'action'),
    compter(r.seances, 'séance'),
    compter(r.inscriptions, 'inscription'),
    compter(r.produits, 'produit'),
    compter(r.charges, 'charge'),
  ].join(', ')}.`

/**
 * Fait d'un fichier `bpf-dossier/1` des actions, des inscriptions, des présences, des produits et des charges, marqués
 * « reprise ». 0 : tout est là, ou l'était déjà. 2 : l'appel ou le fichier est fautif, et rien n'est écrit.
 */
const run = async (args: readonly string[], contexte: CommandContext): Promise<number> => {
  const faute = (...lignes: readonly string[]): 2 => {
    for (const ligne of lignes) contexte.stderr(`${ligne}\n`)
    return 2
  }
  const appel = lireAppel(args)
  if (typeof appel === 'string') return faute(appel, `Usage : ${usage}`)
  const { services } = contexte
  if (!services) return faute('Cette commande a besoin de la base.')
  const lus = await lireFichier(appel.fichier, path.resolve(contexte.dossier ?? process.cwd(), appel.fichier))
  if ('fautes' in lus) return faute(...lus.fautes)
  const choisis = appel.cas === undefined ? lus.dossiers : lus.dossiers.filter((d) => d.id === appel.cas)
  const [dossier, autre] = choisis
  if (autre)
    return faute(
      `cas : ce fichier en porte ${choisis.length}, un organisme et un exercice chacun. Dites lequel : --cas ID.`,
    )
  if (!dossier)
    return faute(
      appel.cas === undefined
        ? 'cas : ce fichier n’en porte aucun.'
        : `--cas : aucun cas ne se nomme « ${appel.cas.slice(0, 60)} ».`,
    )
  const organisme = await organismeParCode(services.db, appel.code)
  if (!organisme) return faute(`--organisme : aucun organisme ne porte le nom court « ${appel.code} ».`)
  const le = services.clock.now()
  const rendu = await services.db.withTenant({ genre: 'tache', organisme }, async (tx) => {
    const enseigne = await enseigneParDefaut(tx)
    if (!enseigne) return undefined
    const repris = await reprendreDossier(dossier, enseigne.id, portsDeReprise(tx, le), le)
    if (repris.ok && repris.value.etat !== 'deja-lue')
      await consigner(tx, {
        activite: enseigne.id,
        faitLe: le,
        module: 'bpf',
        geste: 'reprendre-dossier',
        objet: { genre: 'reprise', id: repris.value.reprise },
        phrase: `L’exercice du ${dossier.exercice.debut} au ${dossier.exercice.fin} a été repris d’un fichier.`,
      })
    return repris
  })
  if (!rendu) return faute('Cet organisme n’a aucune enseigne ouverte.')
  if (!rendu.ok) return faute(`cas.id : ${rendu.error.phrase}`)
  contexte.stdout(appel.json ? `${JSON.stringify(rendu.value)}\n` : `${dire(rendu.value)}\n`)
  return 0
}

export const importerCommande: Command = { nom: 'importer bpf-dossier', usage, base: true, run }

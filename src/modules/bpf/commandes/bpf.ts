import path from 'node:path'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { organismeParCode } from '#modules/organisme/index.ts'
import type { Command, CommandContext } from '#web/module.ts'
import { type Bpf, calculerBpf } from '../domain/composer.ts'
import type { Contexte } from '../domain/controles/controle.ts'
import { type ControlePasse, controler } from '../domain/controles/controler.ts'
import type { Exercice } from '../domain/dossier.ts'
import { lireExercice } from '../domain/exercices.ts'
import { ecrire } from '../domain/fraction.ts'
import { imprimer } from '../domain/imprimer.ts'
import { enJson } from '../domain/lignes.ts'
import { lireBilan, lireBilanDetaille } from '../lecture/lire-bilan.ts'
import { lireFichier } from '../lecture/lire-fichier.ts'

const usage =
  'bpf --dossier FICHIER | --organisme CODE[,CODE…] --exercice AAAA-MM-JJ..AAAA-MM-JJ [--json] [--detail] [--date AAAA-MM-JJ]'

type DeQuoi =
  | { readonly fichier: string }
  | { readonly organismes: readonly string[]; readonly exercice: Exercice }
type Appel = {
  readonly de: DeQuoi
  readonly json: boolean
  readonly detail: boolean
  readonly aujourdhui: DateCivile
}

const avecValeur = new Set(['--dossier', '--organisme', '--exercice', '--date'])

const lireDeQuoi = (valeurs: ReadonlyMap<string, string>): DeQuoi | string => {
  const [fichier, organisme] = [valeurs.get('--dossier'), valeurs.get('--organisme')]
  if (fichier !== undefined)
    return organisme !== undefined || valeurs.has('--exercice')
      ? 'Un fichier, ou un organisme et son exercice : pas les deux.'
      : { fichier }
  if (organisme === undefined)
    return 'Nommez un dossier : --dossier FICHIER, ou un organisme : --organisme CODE.'
  const exercice = lireExercice(valeurs.get('--exercice'))
  return exercice
    ? { organismes: organisme.split(','), exercice }
    : 'Dites l’exercice, du premier au dernier jour : --exercice 2026-01-01..2026-12-31.'
}

const lireAppel = (args: readonly string[]): Appel | string => {
  const valeurs = new Map<string, string>()
  const drapeaux = new Set<string>()
  for (let i = 0; i < args.length; i += 1) {
    const [nom = '', ...apres] = (args[i] ?? '').split('=')
    if (nom === '--json' || nom === '--detail') drapeaux.add(nom)
    else if (avecValeur.has(nom)) {
      const valeur = apres.length > 0 ? apres.join('=') : args[++i]
      if (valeur === undefined || valeur === '' || valeur.startsWith('--')) return `${nom} attend une valeur.`
      if (valeurs.has(nom)) return `${nom} est dit deux fois.`
      valeurs.set(nom, valeur)
    } else return `« ${(args[i] ?? '').slice(0, 40)} » n’est pas attendu ici.`
  }
  const de = lireDeQuoi(valeurs)
  if (typeof de === 'string') return de
  const dite = valeurs.get('--date')
  const aujourdhui = dite === undefined ? jourLocal(new Date(), ZONE_PAR_DEFAUT) : dateCivile(dite)
  if (!aujourdhui) return `--date : ${dite} n’est pas un jour du calendrier.`
  return { de, json: drapeaux.has('--json'), detail: drapeaux.has('--detail'), aujourdhui }
}

/** Un bilan calculé, d’un fichier ou de la base, et ce que ses contrôles ont à savoir. */
type Calcule = {
  readonly id: string
  readonly exercice: Exercice
  readonly bpf: Bpf
  readonly contexte: Omit<Contexte, 'aujourdhui'>
}
type Calcules = { readonly calcules: readonly Calcule[] } | { readonly fautes: readonly string[] }

const duFichier = async (fichier: string, contexte: CommandContext): Promise<Calcules> => {
  const lus = await lireFichier(fichier, path.resolve(contexte.dossier ?? process.cwd(), fichier))
  if ('fautes' in lus) return lus
  return {
    calcules: lus.dossiers.map((d) => ({
      id: d.id,
      exercice: d.exercice,
      bpf: calculerBpf(d),
      contexte: { finPrecedente: d.finPrecedente, produitsComptables: d.produitsComptables },
    })),
  }
}

const deLaBase = async (
  { organismes: codes, exercice }: { readonly organismes: readonly string[]; readonly exercice: Exercice },
  lire: typeof lireBilan,
  { services }: CommandContext,
): Promise<Calcules> => {
  const calcules: Calcule[] = []
  for (const code of codes) {
    const organisme = services && (await organismeParCode(services.db, code))
    const lu =
      organisme && (await services?.db.withTenant({ genre: 'tache', organisme }, (tx) => lire(tx, exercice)))
    if (!lu) return { fautes: [`Aucun organisme ne porte le nom court ${code}.`] }
    // Le reste du bilan lu ne sert qu’à l’écran : rien n’en est gardé d’un organisme à l’autre.
    calcules.push({ id: code, exercice, bpf: lu.bpf, contexte: lu.contexte })
  }
  return { calcules }
}

/** Les enregistrements de chaque case, avec leur apport exact. */
const detailler = (bpf: Bpf) =>
  Object.fromEntries(
    [...bpf.cases.values()].map((c) => [
      c.id,
      {
        exact: ecrire(c.exact),
        nombre: c.nombre,
        contributions: c.contributions.map((x) => ({
          genre: x.genre,
          objet: x.objet,
          exact: ecrire(x.exact),
          regles: x.regles,
          ...(x.methode ? { methode: x.methode } : {}),
        })),
      },
    ]),
  )

type Rendu = Calcule & { readonly controles: readonly ControlePasse[] }

/**
 * Calcule les bilans d’un fichier `bpf-dossier/1`, sans base, ou celui d’un organisme de la base. 0 : tout contrôle passe ; 1 : l’un est en défaut, et les
 * chiffres sont donnés ; 2 : l’appel ou le fichier est fautif, et aucun chiffre n’est donné.
 */
const run = async (args: readonly string[], contexte: CommandContext): Promise<number> => {
  const faute = (...lignes: readonly string[]): 2 => {
    for (const ligne of lignes) contexte.stderr(`${ligne}\n`)
    return 2
  }
  const appel = lireAppel(args)
  if (typeof appel === 'string') return faute(appel, `Usage : ${usage}`)
  const lus =
    'fichier' in appel.de
      ? await duFichier(appel.de.fichier, contexte)
      : await deLaBase(appel.de, appel.detail ? lireBilanDetaille : lireBilan, contexte)
  if ('fautes' in lus) return faute(...lus.fautes)
  const rendus = lus.calcules.map(
    (c): Rendu => ({ ...c, controles: controler(c.bpf, { aujourdhui: appel.aujourdhui, ...c.contexte }) }),
  )
  if (appel.json) {
    const cas = rendus.map(({ id, bpf, controles }) => ({
      id,
      bpf: enJson(bpf.lignes),
      controles,
      ...(appel.detail ? { cases: detailler(bpf) } : {}),
    }))
    contexte.stdout(`${JSON.stringify({ cas }, null, 1)}\n`)
  } else
    for (const { id, exercice, bpf, controles } of rendus)
      contexte.stdout(imprimer({ id, exercice }, bpf, controles))
  const fautifs = rendus.flatMap((r) => r.controles).filter((c) => !c.ok).length
  if (fautifs > 0) contexte.stderr(`${compter(fautifs, 'contrôle')} en défaut.\n`)
  return fautifs > 0 ? 1 : 0
}

export const bpfCommande: Command = {
  nom: 'bpf',
  usage,
  base: (args) => args.some((a) => a.startsWith('--organisme')),
  run,
}

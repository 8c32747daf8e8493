import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Command, CommandContext } from '#web/module.ts'
import { organismeDeCode } from '../db/dossier.queries.ts'
import { type Bpf, calculerBpf } from '../domain/composer.ts'
import { type ControlePasse, controler } from '../domain/controles/controler.ts'
import type { Dossier, Exercice } from '../domain/dossier.ts'
import { ecrire } from '../domain/fraction.ts'
import { enJson } from '../domain/lignes.ts'
import { dossierBpf } from '../dossier-de-la-base.ts'
import { imprimer } from '../imprimer.ts'
import { lireDossier } from '../lecture/lire-dossier.ts'

const usage =
  'bpf --dossier FICHIER | --organisme CODE --exercice AAAA-MM-JJ..AAAA-MM-JJ [--json] [--detail] [--date AAAA-MM-JJ]'
const octetsMax = 100_000_000

type DeQuoi = { readonly fichier: string } | { readonly organisme: string; readonly exercice: Exercice }
type Appel = {
  readonly de: DeQuoi
  readonly json: boolean
  readonly detail: boolean
  readonly aujourdhui: DateCivile
}

const avecValeur = new Set(['--dossier', '--organisme', '--exercice', '--date'])

const lireExercice = (texte: string | undefined): Exercice | undefined => {
  const [debut, fin, reste] = (texte ?? '').split('..').map((t) => dateCivile(t))
  return debut && fin && reste === undefined && debut <= fin ? { debut, fin } : undefined
}

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
    ? { organisme, exercice }
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

const lireFichier = async (chemin: string): Promise<{ readonly texte: string } | string> => {
  try {
    const { size } = await stat(chemin)
    if (size > octetsMax) return 'ce fichier dépasse 100 Mo.'
    return {
      texte: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(chemin)),
    }
  } catch (erreur) {
    if (erreur instanceof TypeError) return 'ce fichier n’est pas en UTF-8.'
    const code = erreur instanceof Error && 'code' in erreur ? erreur.code : undefined
    return code === 'ENOENT' ? 'ce fichier n’existe pas.' : 'ce fichier ne se lit pas.'
  }
}

type Lus = { readonly dossiers: readonly Dossier[] } | { readonly fautes: readonly string[] }

const lireDuFichier = async (fichier: string, contexte: CommandContext): Promise<Lus> => {
  const lu = await lireFichier(path.resolve(contexte.dossier ?? process.cwd(), fichier))
  if (typeof lu === 'string') return { fautes: [`${fichier} : ${lu}`] }
  const dossiers = lireDossier(lu.texte)
  // Une espace ordinaire devant le signe : un chemin se cherche et se recopie.
  return dossiers.ok
    ? { dossiers: dossiers.value }
    : { fautes: dossiers.error.map((f) => [f.chemin, ':', f.phrase].join(' ')) }
}

const lireDeLaBase = async (
  { organisme: code, exercice }: { readonly organisme: string; readonly exercice: Exercice },
  { services }: CommandContext,
): Promise<Lus> => {
  const organisme = await services?.db.withoutTenant((tx) => organismeDeCode(tx, code))
  const dossier =
    organisme &&
    (await services?.db.withTenant({ genre: 'tache', organisme }, (tx) => dossierBpf(tx, code, exercice)))
  return dossier ? { dossiers: [dossier] } : { fautes: [`Aucun organisme ne porte le nom court ${code}.`] }
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

type Rendu = { readonly dossier: Dossier; readonly bpf: Bpf; readonly controles: readonly ControlePasse[] }

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
      ? await lireDuFichier(appel.de.fichier, contexte)
      : await lireDeLaBase(appel.de, contexte)
  if ('fautes' in lus) return faute(...lus.fautes)
  const rendus = lus.dossiers.map((dossier): Rendu => {
    const bpf = calculerBpf(dossier)
    const { finPrecedente, produitsComptables } = dossier
    return {
      dossier,
      bpf,
      controles: controler(bpf, { aujourdhui: appel.aujourdhui, finPrecedente, produitsComptables }),
    }
  })
  if (appel.json) {
    const cas = rendus.map(({ dossier, bpf, controles }) => ({
      id: dossier.id,
      bpf: enJson(bpf.lignes),
      controles,
      ...(appel.detail ? { cases: detailler(bpf) } : {}),
    }))
    contexte.stdout(`${JSON.stringify({ cas }, null, 1)}\n`)
  } else for (const { dossier, bpf, controles } of rendus) contexte.stdout(imprimer(dossier, bpf, controles))
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

/**
 * Ce qu’un appareil rapporte d’une salle sans réseau, et ce que cela vaut. Pur : ni clé, ni base.
 * L’appareil tient sa suite : un rang qui monte de un en un, l’empreinte de son entrée d’avant, son horloge, un aléa ;
 * sa clé signe le texte tel quel. Le serveur juge à la réception, une fois par identifiant, dans n’importe quel ordre.
 */
import { asId } from '#kernel/id.ts'
import { enVigueur, type ParametreDate } from '#kernel/parametres.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { instantDe } from '#kernel/zones.ts'
import { codesAbsence, type MotifAbsence } from './absence.ts'
import { lireMinutes, type Minutes, type Vecu } from './rectifier.ts'
import { fenetreDe, fenetres, type Presence, type SeanceAEmarger, tempsDe } from './signer-demi-journee.ts'

export const FORMAT_APPAREIL = 'coforme-appareil/1'
export const gestesHorsLigne = ['presence', 'absence', 'retard', 'contresignature'] as const
export type GesteHorsLigne = (typeof gestesHorsLigne)[number]

/** Le texte que l’appareil signe : ses clés, toujours toutes là, dans l’ordre alphabétique. Aucun nom. */
export type EntreeAppareil = {
  readonly format: typeof FORMAT_APPAREIL
  readonly id: string
  readonly appareil: string
  readonly rang: number
  /** SHA-256 hexadécimal du texte de son entrée d’avant ; nul pour la première. */
  readonly precedente: string | null
  /** 128 bits tirés au sort : deux entrées ne se ressemblent jamais. */
  readonly alea: string
  readonly seance: string
  readonly inscription: string | null
  readonly geste: GesteHorsLigne
  /** L’horloge de l’appareil, ISO 8601 UTC à la milliseconde. */
  readonly faitLe: string
  /** Empreinte de ce que la page montrait (`docs/registre.md`). */
  readonly feuille: string
  readonly identification: 'initiales' | 'code'
  readonly attestation: boolean
  /** SHA-256 hexadécimal du dessin, quand il y en a un. */
  readonly trace: string | null
  /** D’une absence seulement. */
  readonly motif: MotifAbsence | null
  /** D’un retard ou d’un départ avant la fin : les minutes perdues. Aucun autre geste ne porte cette clé. */
  readonly minutes?: Minutes
}

const empreinte = /^[0-9a-f]{64}$/
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const cles = [
  'alea',
  'appareil',
  'attestation',
  'faitLe',
  'feuille',
  'format',
  'geste',
  'id',
  'identification',
  'inscription',
  'motif',
  'precedente',
  'rang',
  'seance',
  'trace',
]
const illisible = () =>
  refuser('illisible', 'Cette entrée ne se lit pas : elle vient d’une autre version, ou elle est abîmée.')

/** Des minutes perdues, telles que l’appareil les signe : entières, et l’une au moins n’est pas zéro. */
const estMinutes = (v: unknown): boolean => {
  const m = Object.assign({}, v) as Record<string, unknown>
  const deux = [m.depart, m.retard]
  return (
    Object.keys(m).sort().join() === 'depart,retard' &&
    deux.every((n) => Number.isInteger(n) && (n as number) >= 0 && (n as number) < 1440) &&
    deux.some((n) => n !== 0)
  )
}

/** Lit une entrée d’appareil : tout vient du dehors, rien n’est deviné. */
export const lireEntreeAppareil = (texte: string): Result<EntreeAppareil, Refus<'illisible'>> => {
  if (texte.length > 2_000) return illisible()
  let lu: unknown
  try {
    lu = JSON.parse(texte)
  } catch {
    return illisible()
  }
  if (typeof lu !== 'object' || lu === null || Array.isArray(lu)) return illisible()
  const e = lu as Record<string, unknown>
  const est = (motif: RegExp, v: unknown): v is string => typeof v === 'string' && motif.test(v)
  const estId = (v: unknown): boolean => typeof v === 'string' && asId(v) !== undefined
  const retard = e.geste === 'retard'
  const bonne =
    Object.keys(e).sort().join() === (retard ? [...cles, 'minutes'].sort() : cles).join() &&
    (!retard || estMinutes(e.minutes)) &&
    e.format === FORMAT_APPAREIL &&
    [e.id, e.appareil, e.seance].every(estId) &&
    Number.isInteger(e.rang) &&
    (e.rang as number) >= 1 &&
    (e.rang as number) <= 2_000_000_000 &&
    (e.rang === 1 ? e.precedente === null : est(empreinte, e.precedente)) &&
    est(/^[0-9a-f]{32}$/, e.alea) &&
    gestesHorsLigne.includes(e.geste as GesteHorsLigne) &&
    (e.geste === 'contresignature' ? e.inscription === null : estId(e.inscription)) &&
    est(instant, e.faitLe) &&
    !Number.isNaN(Date.parse(e.faitLe as string)) &&
    est(empreinte, e.feuille) &&
    (e.identification === 'initiales' || e.identification === 'code') &&
    typeof e.attestation === 'boolean' &&
    // Une présence et une contresignature s’attestent ; une absence et un retard, non.
    e.attestation === (e.geste === 'presence' || e.geste === 'contresignature') &&
    (e.trace === null || est(empreinte, e.trace)) &&
    (e.geste === 'absence' ? codesAbsence.includes(e.motif as MotifAbsence) : e.motif === null)
  return bonne ? ok(e as EntreeAppareil) : illisible()
}

/**
 * Ce dont l’écart entre l’horloge de l’appareil et la nôtre peut bouger entre l’emport et la synchronisation. Aucun texte ne le
 * dit : choix du produit, douteux. Cinq minutes couvrent un appareil qui dérive, pas une heure changée exprès.
 */
export const ecartsAdmis: ParametreDate<number> = [
  { depuis: '1900-01-01', valeur: 5 * 60_000, source: 'choix du produit' },
]
/**
 * De combien l’horloge d’un appareil peut reculer d’un rang au suivant. Aucun texte ne le dit : choix du produit, douteux. Une
 * minute couvre une mise à l’heure par le réseau.
 */
export const reculsAdmis: ParametreDate<number> = [
  { depuis: '1900-01-01', valeur: 60_000, source: 'choix du produit' },
]

/** Ce qu’un geste rapporté a valu. Tout sauf `retenue` est gardé au registre sans rien changer à la case. */
export const issuesHorsLigne = [
  'retenue',
  'doublon',
  'hors-fenetre',
  'horloge',
  'tardive',
  'feuille-close',
  'deja-statuee',
  'sans-presence',
  'minutes-de-trop',
  'appareil-retire',
  'avant-emport',
  'emport-tardif',
  'rang',
  'recul',
] as const
export type IssueHorsLigne = (typeof issuesHorsLigne)[number]

export const phrasesIssue: Readonly<Record<Exclude<IssueHorsLigne, 'retenue'>, string>> = {
  doublon: 'une première signature valait déjà',
  'hors-fenetre': 'signée hors de la fenêtre, à l’heure de l’appareil',
  horloge: 'l’horloge de l’appareil a changé depuis qu’il a emporté la feuille',
  tardive: 'reçue plus de sept jours après',
  'feuille-close': 'la feuille était déjà close',
  'deja-statuee': 'la case était déjà statuée',
  'sans-presence': 'aucune présence ne valait pour cette personne',
  'minutes-de-trop': 'ces minutes font toute la demi-journée, ou plus',
  'appareil-retire': 'l’appareil avait été retiré',
  'avant-emport': 'datée d’avant le dernier échange de l’appareil avec la coopérative',
  'emport-tardif': 'l’appareil a emporté la feuille après la fin de la demi-journée',
  rang: 'sa place dans la suite des gestes de l’appareil ne se vérifie pas',
  recul: 'l’horloge de l’appareil a reculé entre deux gestes',
}

/** Un échange de l’appareil avec le serveur : rien de ce qu’il signe ensuite ne peut être plus ancien. */
export type Passage = {
  /** L’heure du serveur. */
  readonly le: Date
  /** Le dernier rang que l’appareil avait fait alors, et l’empreinte de son texte (nulle au rang zéro). */
  readonly rang: number
  readonly tete: string | null
  /** Horloge de l’appareil moins la nôtre, en millisecondes, à cet instant. */
  readonly ecartMs: number
}
/** Ce que le serveur sait d’un appareil au moment où une entrée arrive. */
export type Tenue = {
  /** Le dernier échange d’avant ; absent : l’appareil n’a rien emporté. */
  readonly passage: Passage | undefined
  /** La première fois que cet appareil a emporté cette feuille, telle qu’elle est montrée ; absente : jamais. */
  readonly premierEmport: Date | undefined
  /** Le texte de cette feuille, gardé à l’emport ; absent d’un emport d’avant que l’on ne le garde. */
  readonly montre?: string | undefined
  /** Les gestes déjà arrivés, de rang supérieur à celui du passage, refusés compris. */
  readonly suite: readonly (Chainon & { readonly faitLe: Date })[]
}

export type Reception = {
  /** L’heure que l’appareil a dite, telle quelle. */
  readonly faitLe: Date
  readonly recuLe: Date
  /** Horloge de l’appareil moins la nôtre, en millisecondes, à la synchronisation. */
  readonly ecartMs: number
  readonly retire: boolean
  readonly place: Chainon
  readonly tenue: Tenue
}

/**
 * L’heure que l’on croit : celle de l’appareil, remise à la nôtre par l’écart mesuré quand il a emporté la feuille. Une horloge
 * fausse de trois heures, mais la même du début à la fin, ne coûte ainsi rien à personne. Jamais après la réception.
 */
export const heureCrue = (r: Pick<Reception, 'faitLe' | 'recuLe' | 'tenue'>): Date =>
  new Date(Math.min(r.faitLe.getTime() - (r.tenue.passage?.ecartMs ?? 0), r.recuLe.getTime()))

/** Le geste suit-il, un à un depuis le dernier passage, ceux que l’appareil a déjà rapportés ? */
const estALaSuite = ({ place, tenue }: Reception): boolean => {
  const { passage, suite } = tenue
  const disputee = suite.some((x) => x.rang === place.rang && x.empreinte !== place.empreinte)
  if (!passage || place.rang <= passage.rang || disputee) return false
  let tete = passage.tete
  for (let rang = passage.rang + 1; rang < place.rang; rang++) {
    const [ici, autre] = suite.filter((x) => x.rang === rang)
    if (!ici || autre || ici.precedente !== tete) return false
    tete = ici.empreinte
  }
  return place.precedente === tete
}

/** Ce que l’horloge et la suite de l’appareil ne laissent pas croire. */
const horsDuTemps = (
  seance: SeanceAEmarger,
  geste: GesteHorsLigne,
  r: Reception,
): IssueHorsLigne | undefined => {
  const admis = enVigueur(ecartsAdmis, seance.date)
  const { passage, premierEmport, suite } = r.tenue
  if (!passage || !premierEmport) return 'avant-emport'
  if (Math.abs(r.ecartMs - passage.ecartMs) > admis) return 'horloge'
  const cru = r.faitLe.getTime() - passage.ecartMs
  if (cru - r.recuLe.getTime() > admis) return 'horloge'
  if (cru < passage.le.getTime()) return 'avant-emport'
  if (!estALaSuite(r)) return 'rang'
  const recul = enVigueur(reculsAdmis, seance.date)
  if (suite.some((x) => x.rang < r.place.rang && x.faitLe.getTime() - r.faitLe.getTime() > recul))
    return 'recul'
  if (r.recuLe.getTime() - cru > enVigueur(fenetres, seance.date).receptionHorsLigneMin * 60_000)
    return 'tardive'
  // L’absence et la contresignature se font après la fin, un appareil emporté alors ne les rend pas douteuses.
  const finie = instantDe(seance.date, seance.fin, seance.zone).instant
  return geste === 'presence' && premierEmport > finie ? 'emport-tardif' : undefined
}

/**
 * Ce que vaut un geste à sa réception. L’ordre va du plus définitif au plus réparable : qui a déjà signé a déjà signé,
 * quelle que soit l’horloge. Hors de la fenêtre ou du temps que l’appareil peut prouver, rien ne devient présence en silence :
 * le formateur régularise, avec un motif, et contresigne.
 */
export const jugerHorsLigne = (
  seance: SeanceAEmarger,
  geste: Exclude<GesteHorsLigne, 'retard'>,
  presence: Presence,
  r: Reception,
): IssueHorsLigne => {
  if (geste === 'presence' && presence.etat === 'signee') return 'doublon'
  if (r.retire) return 'appareil-retire'
  if (seance.close) return 'feuille-close'
  if (presence.etat !== 'attendue') return 'deja-statuee'
  const temps = horsDuTemps(seance, geste, r)
  if (temps) return temps
  const cru = heureCrue(r)
  const { ouvreLe, fermeLe } = fenetreDe(seance)
  if (cru < ouvreLe) return 'hors-fenetre'
  // Une absence se note jusqu’à la clôture, comme en ligne.
  return geste === 'presence' && cru > fermeLe ? 'hors-fenetre' : 'retenue'
}

/**
 * Ce que valent des minutes perdues, notées sans réseau par qui forme : comme en ligne, sur une présence, dès le début de la
 * demi-journée. Elles complètent ce que la case dit déjà (un retard, puis un départ), elles ne le changent pas : ce que quelqu’un a
 * noté entre-temps reste.
 */
export const jugerMinutesHorsLigne = (
  seance: SeanceAEmarger,
  minutes: Minutes,
  vecu: Pick<Vecu, 'presence' | 'minutes'>,
  r: Reception,
): IssueHorsLigne => {
  if (r.retire) return 'appareil-retire'
  if (seance.close) return 'feuille-close'
  if (vecu.presence.etat !== 'signee') return 'sans-presence'
  const temps = horsDuTemps(seance, 'retard', r)
  if (temps) return temps
  if (heureCrue(r) < tempsDe(seance).commenceLe) return 'hors-fenetre'
  const complete = (['retard', 'depart'] as const).every(
    (k) => vecu.minutes[k] === 0 || vecu.minutes[k] === minutes[k],
  )
  const change = minutes.retard !== vecu.minutes.retard || minutes.depart !== vecu.minutes.depart
  if (!lireMinutes(seance, minutes).ok) return 'minutes-de-trop'
  return complete && change ? 'retenue' : 'deja-statuee'
}

export const FORMAT_EMPORT = 'coforme-emport/1'
/** Le jeton d’emport, que l’instance signe : quel appareil, quelle feuille, quand, jusqu’à quand, à quel rang de sa suite. */
export type JetonDEmport = {
  readonly format: typeof FORMAT_EMPORT
  readonly organisme: string
  readonly appareil: string
  readonly seance: string
  /** Empreinte de ce que la feuille montrait. */
  readonly feuille: string
  /** L’heure du serveur, ISO 8601 UTC à la milliseconde. */
  readonly emporteLe: string
  /** La fermeture de la fenêtre de signature, à cette date. */
  readonly jusqua: string
  /** Le dernier rang de l’appareil, alors : ce qu’il signe de cette feuille vient après. */
  readonly rang: number
}

/** Une entrée de la suite d’un appareil, telle qu’on la relit. */
export type Chainon = {
  readonly rang: number
  readonly empreinte: string
  readonly precedente: string | null
}
export type Suite = {
  readonly recues: number
  /** Rangs que l’appareil a passés et qui ne sont jamais arrivés. */
  readonly manquants: readonly number[]
  /** Rangs où deux entrées se disputent la place, ou dont la précédente n’est pas celle que l’on tient. */
  readonly rompus: readonly number[]
}

/** Relit la suite d’un appareil, dans n’importe quel ordre : ce qui manque se voit, ce qui ne s’enchaîne pas aussi. */
export const relireSuite = (entrees: readonly Chainon[]): Suite => {
  const parRang = new Map<number, Chainon[]>()
  for (const e of entrees) parRang.set(e.rang, [...(parRang.get(e.rang) ?? []), e])
  const dernier = Math.max(0, ...parRang.keys())
  const manquants: number[] = []
  const rompus: number[] = []
  for (let rang = 1; rang <= dernier && manquants.length < 1_000; rang++) {
    const ici = parRang.get(rang)
    if (!ici) manquants.push(rang)
    else if (ici.length > 1) rompus.push(rang)
    else {
      const avant = parRang.get(rang - 1)
      const [e] = ici
      if (avant && !avant.some((a) => a.empreinte === e?.precedente)) rompus.push(rang)
    }
  }
  return { recues: entrees.length, manquants, rompus }
}

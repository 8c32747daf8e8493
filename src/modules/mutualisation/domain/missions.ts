/**
 * La mission : une personne d’une coopérative intervient pour une autre. Option, deux visas, contrat signé des deux, ferme, constat. Ses heures
 * sont tenues par la base, quelle que soit la coopérative qui réserve.
 */
import { ajouterJours, type DateCivile, ecartEnJours, formaterDate } from '#kernel/dates.ts'
import { formaterDuree, formaterHeure } from '#kernel/heures.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import { centimes, type Montant } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { compter, de, plier } from '#kernel/texte.ts'
import { heureLocale, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { CodeStatut } from '#modules/tiers/index.ts'
import type { AppelId, Part, ReponseId } from './appels.ts'
import type { RangDEquite } from './equite.ts'
import type { Faits } from './formes/faits.ts'
import type { CodeForme } from './formes/regle.ts'

export type MissionId = Id<'MissionAuDehors'>

/** Une option tient l’heure tant de jours, et jamais au-delà du premier. */
export const JOURS_D_OPTION = 10

export const missionsADecider = ['demandee', 'option'] as const
export const missionsConfiees = ['ferme', 'faite'] as const
export const missionsQuiTiennentLHeure = ['option', ...missionsConfiees] as const
export const missionsVives = ['demandee', ...missionsQuiTiennentLHeure] as const

/** Chaque état, sa marque et son mot. */
export const etatsDeMission = {
  demandee: ['a-venir', 'attend la personne'],
  option: ['partiel', 'en option'],
  ferme: ['prouve', 'ferme'],
  faite: ['prouve', 'faite'],
  refusee: ['sans-objet', 'refusée'],
  expiree: ['sans-objet', 'tombée'],
  annulee: ['sans-objet', 'annulée'],
} as const
export type EtatDeMission = keyof typeof etatsDeMission

/** Une mission vue d’ici. Montants en centimes hors taxes, créneaux en instants ISO, `faitMinutes` en minutes. */
export type Mission = {
  readonly mission: MissionId
  readonly appel: AppelId
  readonly reponse: ReponseId
  readonly recoit: OrganismeId
  readonly receveur: string
  readonly receveurSiret: string
  readonly receveurNda: string
  readonly receveurVille: string
  readonly envoie: OrganismeId
  readonly envoyeur: string
  readonly envoyeurSiret: string
  readonly envoyeurNda: string
  readonly envoyeurVille: string
  readonly envoyeurCae: boolean
  readonly nom: string
  readonly prenom: string
  readonly famille: string
  readonly objet: string
  readonly publics: string
  readonly stagiaires: number | null
  readonly lieu: string
  readonly attendus: string
  readonly exigences: string
  readonly dirige: Faits['dirige']
  readonly payeur: Faits['payeur']
  readonly part: Part
  readonly statut: Faits['statut']
  readonly prix: number
  readonly auCout: boolean
  readonly pole: string
  readonly creneaux: readonly (readonly [string, string])[]
  readonly forme: CodeForme
  readonly etat: EtatDeMission
  readonly choisieLe: Date
  readonly classement: readonly RangDEquite[] | null
  readonly visaPersonneLe: Date | null
  readonly visaCoopLe: Date | null
  readonly visaCoopPar: string | null
  readonly expireLe: Date
  readonly contrat: string | null
  readonly signeRecoitLe: Date | null
  readonly signeRecoitPar: string | null
  readonly signeEnvoieLe: Date | null
  readonly signeEnvoiePar: string | null
  readonly fermeLe: Date | null
  readonly finieLe: Date | null
  readonly finiePar: string | null
  readonly motif: string
  readonly faitMinutes: number | null
  readonly faitCentimes: number | null
  readonly constatRecoitLe: Date | null
  readonly constatEnvoieLe: Date | null
  /** La pièce figée du contrat, pour qui reçoit ; celle de l’avenant d’un prêt, pour qui envoie. */
  readonly piece: string | null
  readonly numero: string | null
  /** Qui signera le contrat de chaque côté. */
  readonly signataireRecoit: string | null
  readonly signataireEnvoie: string | null
  /** La personne qui lit a reçu le lien pour signer le contrat, de ce côté. */
  readonly aSigner: 'recoit' | 'envoie' | null
  readonly avenant: string | null
  readonly avenantNumero: string | null
  readonly avenantSigneLe: Date | null
  /** Taux de TVA du constat, en points de base ; nul d’un constat d’avant. D’un prêt : salaire, charges et frais, en centimes. */
  readonly faitTaux: number | null
  readonly faitCout: readonly number[] | null
  /** Qui a refusé de signer le contrat, et pourquoi ; l’avenant, chez l’employeur seul. */
  readonly refus: readonly RefusDeSigner[] | null
  /** Lue pour la facture seule : ce que les deux se sont dit n’y est pas. */
  readonly pourFacturer: boolean
  /** D’après les feuilles closes de qui reçoit : stagiaires, et minutes de leur présence, dans ce qui fut confié ; nul, pas encore dit. */
  readonly suiviStagiaires: number | null
  readonly suiviMinutes: number | null
  /** La coopérative d’activité qui reçoit ne l’a pas encore visée : pas de contrat avant. */
  readonly aViser: boolean
  /** De quel côté l’on regarde. */
  readonly moi: 'recoit' | 'envoie'
  /** C’est la personne elle-même. */
  readonly aMoi: boolean
}

type RefusDeSigner = { readonly nom: string; readonly motif: string; readonly avenant: boolean }
/** « Béa Kerdoncuff a refusé de signer le contrat : « trop tard ». » */
export const direRefusDeSigner = (r: RefusDeSigner): string =>
  `${r.nom} a refusé de signer ${r.avenant ? 'l’avenant' : 'le contrat'}${r.motif ? ` : « ${r.motif} »` : ''}.`

/** Une mission reçue, et ce qu’elle coûtera hors taxes, en centimes : ce que lit la comptabilité. */
export type MissionAPayer = Pick<Mission, 'mission' | 'envoyeur' | 'objet' | 'forme'> & {
  readonly siret: string
  readonly fin: Date
  readonly centimes: number
}

const zone = ZONE_PAR_DEFAUT
/** Les jours d’une mission, à la pendule de Paris. */
export const joursDe = (m: Pick<Mission, 'creneaux'>): readonly DateCivile[] => [
  ...new Set(m.creneaux.map(([debut]) => jourLocal(new Date(debut), zone))),
]
/** « 17/12/2026,9 h,17 h » : un créneau, tel que la page où l’on planifie une session le lit. */
export const ecrireCreneau = (debut: Date, fin: Date): string => {
  const [de, a] = [heureLocale(debut, zone), heureLocale(fin, zone)]
  return [formaterDate(de.date, 'chiffres'), formaterHeure(de.minute), formaterHeure(a.minute || 1440)].join(
    ',',
  )
}
/** Ce que la page où l’on planifie une session en reprend : chaque créneau, le lieu, la personne, combien de stagiaires. */
export const departDeSession = (
  m: Pick<Mission, 'creneaux' | 'lieu' | 'prenom' | 'famille' | 'stagiaires'>,
): Readonly<Record<'creneaux' | 'lieu' | 'formateur' | 'capacite', string>> => ({
  creneaux: m.creneaux.map(([debut, fin]) => ecrireCreneau(new Date(debut), new Date(fin))).join(';'),
  lieu: m.lieu,
  formateur: `${m.prenom} ${m.famille}`.trim(),
  capacite: m.stagiaires === null ? '' : String(m.stagiaires),
})
/** Le même nom, écrit d’un trait : accents, casse, et la place où se coupent prénom et nom n’y changent rien. */
export const porteLeNom = (
  x: { readonly prenom: string; readonly nom: string },
  m: Pick<Mission, 'prenom' | 'famille'>,
): boolean => plier(`${x.prenom} ${x.nom}`) === plier(`${m.prenom} ${m.famille}`)
/** Minutes prévues. */
export const minutesPrevues = (m: Pick<Mission, 'creneaux'>): number =>
  m.creneaux.reduce((t, [debut, fin]) => t + (Date.parse(fin) - Date.parse(debut)) / 60_000, 0)

/** Les heures de la mission contiennent celles-ci. */
export const couvre = (
  m: Pick<Mission, 'creneaux'>,
  x: { readonly debut: Date; readonly fin: Date },
): boolean =>
  m.creneaux.some(
    ([debut, fin]) => Date.parse(debut) <= x.debut.getTime() && x.fin.getTime() <= Date.parse(fin),
  )

export const formesConfiees: readonly CodeForme[] = ['sous-traitance', 'sous-traitance-cae', 'portage']
/** La forme confie l’intervention à la coopérative qui envoie (BPF, cadres D et F-2) ; un prêt, non. */
export const seConfie = (m: Pick<Mission, 'forme'>): boolean => formesConfiees.includes(m.forme)

/**
 * Le statut de la personne au cadre E de qui reçoit (`formes.ts`, lignes du receveur). Le groupement d’employeurs, douteux, et ce qui n’y est pas se
 * disent à la fiche.
 */
export const statutAuCadreE: Readonly<Partial<Record<CodeForme, CodeStatut>>> = {
  'sous-traitance': 'sous-traitant-of',
  'sous-traitance-cae': 'sous-traitant-of',
  honoraires: 'honoraires',
  portage: 'portage',
  pret: 'mise-a-disposition',
  benevolat: 'benevole',
}

/** Des jours, en plages de jours qui se suivent, du premier au dernier ; un jour deux fois n’en fait qu’un. */
export const plagesDeJours = (
  jours: readonly DateCivile[],
): readonly (readonly [du: DateCivile, au: DateCivile])[] => {
  const plages: [DateCivile, DateCivile][] = []
  for (const j of [...new Set(jours)].toSorted()) {
    const derniere = plages.at(-1)
    if (derniere && ajouterJours(derniere[1], 1) === j) derniere[1] = j
    else plages.push([j, j])
  }
  return plages
}

/** Le taux que le régime de qui envoie donne à une action de formation, en points de base ; rien, s’il n’est pas dit. */
export const tauxDuRegime = (regime: string): number | null =>
  regime === 'exonere' || regime === 'franchise' ? 0 : regime === 'assujetti' ? 2000 : null

/** Ce qu’une personne a écrit, en une phrase : un point, et un seul. */
export const enPhrase = (t: string): string => {
  const net = t.trim()
  return /[.!?…]$/.test(net) ? net : `${net}.`
}

/** Ce que le contrat dit à la personne avant qu’elle vienne (indicateur 18) ; vide : l’appel n’en disait rien. */
export const consigneDe = (m: Pick<Mission, 'publics' | 'attendus' | 'exigences' | 'objet'>): string =>
  [
    m.publics && enPhrase(`Public : ${m.publics}`),
    m.attendus && enPhrase(`Ce qui est attendu : ${m.attendus}`),
    m.exigences && enPhrase(`Exigences : ${m.exigences}`),
  ]
    .filter(Boolean)
    .map((x, i) => (i === 0 ? `${enPhrase(m.objet)} ${x}` : x))
    .join(' ')

/** Les jours de ses missions fermes, pour la surcharge. */
export const joursFermes = (missions: readonly Pick<Mission, 'creneaux' | 'etat'>[]): readonly DateCivile[] =>
  missions.flatMap((m) => (m.etat === 'ferme' ? joursDe(m) : []))

/** L’état d’une mission à cet instant : une option échue est tombée, avant même que la tâche de fond l’écrive. */
export const etatAu = (m: Pick<Mission, 'etat' | 'expireLe'>, le: Date): EtatDeMission =>
  (m.etat === 'demandee' || m.etat === 'option') && m.expireLe.getTime() <= le.getTime() ? 'expiree' : m.etat

/** Ce qu’une mission attend, et de qui ; rien : elle suit son cours. */
export type Attente =
  | 'visa-personne'
  | 'visa-coop'
  | 'visa-recoit'
  | 'contrat'
  | 'signature-recoit'
  | 'signature-envoie'
  | 'avenant'
  | 'constat-recoit'
  | 'constat-envoie'
export const attentesDe = (m: Mission, le: Date): readonly Attente[] => {
  const etat = etatAu(m, le)
  if (etat === 'demandee' || etat === 'option') {
    const visas: Attente[] = [
      ...(m.visaPersonneLe ? [] : ['visa-personne' as const]),
      ...(m.visaCoopLe ? [] : ['visa-coop' as const]),
      ...(m.aViser ? ['visa-recoit' as const] : []),
    ]
    if (visas.length > 0) return visas
    if (m.contrat === null) return ['contrat']
    return [
      ...(m.signeRecoitLe ? [] : ['signature-recoit' as const]),
      ...(m.signeEnvoieLe ? [] : ['signature-envoie' as const]),
      ...(m.forme === 'pret' && !m.avenantSigneLe ? ['avenant' as const] : []),
    ]
  }
  const fini = m.creneaux.every(([, fin]) => Date.parse(fin) <= le.getTime())
  return m.etat === 'ferme' && fini
    ? [
        ...(m.constatRecoitLe ? [] : ['constat-recoit' as const]),
        ...(m.constatEnvoieLe ? [] : ['constat-envoie' as const]),
      ]
    : []
}

/** Ce qu’une mission à venir demande de revoir, et pourquoi, selon de quel côté on la lit ; un dossier qui manque se dit avec lui. */
export type QuoiRevoir = 'partie' | 'hors-heures' | 'sans-dossier'
export const direARevoir = (
  m: Pick<Mission, 'moi' | 'nom' | 'envoyeur' | 'receveur'>,
  quoi: QuoiRevoir,
): string | undefined => {
  const recoit = m.moi === 'recoit'
  if (quoi === 'partie')
    return recoit
      ? `${m.nom} n’est plus ${de(m.envoyeur)}, et la mission tient encore : convenez-en avec ${m.envoyeur}, qui envoie une autre personne ou y met fin.`
      : `${m.nom} n’est plus de votre coopérative, et la mission tient encore : convenez-en avec ${m.receveur}, puis mettez-y fin ou proposez une autre personne.`
  if (quoi === 'hors-heures')
    return recoit
      ? `Une demi-journée à venir est confiée à ${m.nom} hors des heures de la mission : changez ses heures, convenez d’une autre mission, ou dites à sa fiche à quel autre titre elle intervient ce jour-là.`
      : `${m.receveur} confie à ${m.nom} une demi-journée hors des heures de la mission : convenez d’une autre mission, ou demandez de l’ôter.`
  return undefined
}

/** Combien de jours avant le premier une mission fut quittée ; ce qu’on en lit des deux côtés, et nulle part ailleurs. */
export const direRetrait = (
  m: Pick<Mission, 'creneaux' | 'finieLe' | 'finiePar' | 'etat'>,
): string | undefined => {
  const [premier] = joursDe(m)
  if (m.etat !== 'annulee' || !m.finieLe || !premier) return undefined
  const avant = ecartEnJours(jourLocal(m.finieLe, zone), premier)
  return `${m.finiePar ?? 'L’une des deux'} y a mis fin ${avant > 0 ? `${compter(avant, 'jour')} avant le premier` : 'après le premier jour'}.`
}

/** Ce que l’une dit de ce qui eut lieu : minutes, centimes hors taxes, points de base. `cout`, d’un prêt seul : salaire, charges, frais. */
export type Constat = {
  readonly minutes: number
  readonly centimes: number
  readonly taux: number
  readonly cout: readonly [salaire: number, charges: number, frais: number] | null
}
type CoutEcrit = 'montant' | 'salaire' | 'charges' | 'frais'
/** Ce qu’un formulaire dit du constat : d’un prêt, la somme de ses trois coûts ; sinon, son montant. Un montant tu se redemande sous son champ. */
export const lireConstat = (
  m: Pick<Mission, 'forme'>,
  d: { readonly duree: number; readonly taux: string } & { readonly [C in CoutEcrit]?: number | undefined },
): Result<Constat, Refus & { readonly champs: Readonly<Record<string, string>> }> => {
  const noms: readonly CoutEcrit[] = m.forme === 'pret' ? ['salaire', 'charges', 'frais'] : ['montant']
  const tu = noms.find((n) => d[n] === undefined)
  const phrase = 'Écrivez le montant ; 0 si rien n’est dû.'
  if (tu) return ko({ ...refus('montant', phrase), champs: { [tu]: phrase } })
  const [a = 0, b = 0, c = 0] = noms.map((n) => d[n] ?? 0)
  return ok({
    minutes: d.duree,
    centimes: a + b + c,
    taux: Number(d.taux),
    cout: m.forme === 'pret' ? [a, b, c] : null,
  })
}

/** Les lignes de la pièce, d’après le constat : d’un prêt, un coût par ligne ; sinon, une seule. Rien d’un constat sans taux, ou qui ne doit rien. */
export const lignesDuConstat = (
  m: Pick<Mission, 'objet' | 'nom' | 'faitCentimes' | 'faitTaux' | 'faitCout' | 'faitMinutes'>,
): readonly { readonly libelle: string; readonly montant: Montant; readonly taux: number }[] => {
  const { faitTaux: taux } = m
  if (taux === null || m.faitMinutes === null) return []
  const quoi = `${m.objet}, ${m.nom}, ${formaterDuree(m.faitMinutes)}`
  const lignes: readonly (readonly [string, number])[] = m.faitCout
    ? (['Salaire', 'Charges de l’employeur', 'Frais professionnels'] as const).map((n, i) => [
        `${n} : ${quoi}`,
        m.faitCout?.[i] ?? 0,
      ])
    : [[quoi, m.faitCentimes ?? 0]]
  return lignes
    .filter(([, c]) => c > 0)
    .map(([libelle, c]) => ({ libelle: libelle.slice(0, 500), montant: centimes(c), taux }))
}

/** Toutes taxes comprises, en centimes : ce que la pièce demandera, et que le compte courant reçoit. */
export const toutesTaxes = (c: Pick<Constat, 'centimes' | 'taux'>): number =>
  c.centimes + Math.round((c.centimes * c.taux) / 10_000)

const phrases: Readonly<Record<string, string>> = {
  refuse: 'Vous ne pouvez pas faire ce geste : un autre rôle, ou une autre coopérative, le fait.',
  introuvable: 'Cette mission n’est plus là, ou n’attend pas ce geste : relisez la page.',
  plafond: 'Son prix dépasse votre plafond de visa, ou celui du mois : une autre personne la vise.',
  premier: 'Vous avez donné le premier visa : au-dessus de ce montant, une autre personne donne le second.',
  decidee: 'Son visa est donné ; ses conditions restent à lever, dans la file des visas.',
  soi: 'C’est votre mission : la direction la vise.',
  motif: 'Dites pourquoi, en quelques mots : l’autre coopérative le lit.',
  demandee: 'La mission attend d’abord la personne.',
  option: 'La mission est en option : relisez la page.',
  ferme: 'La mission est déjà ferme.',
  faite: 'La mission est déjà faite.',
  refusee: 'La mission a été refusée.',
  expiree: 'L’option est tombée : son échéance est passée.',
  annulee: 'La mission a été annulée.',
  occupe: 'La personne vient d’être prise à ces heures : la mission ne peut plus se faire à cette date.',
  'autre-signataire':
    'Cette signature n’est pas celle de qui peut engager la coopérative : le contrat d’une mission se signe par le lien envoyé à sa direction.',
  passee: 'La mission a commencé : elle se constate.',
  'a-venir': 'La mission n’est pas finie : elle se constate après son dernier jour.',
  'au-dela': 'Le constat ne dépasse pas le prix du contrat.',
  cout: 'D’un prêt, le montant est la somme du salaire, des charges et des frais, et rien d’autre (C. trav., L8241-2).',
}
/** Rien : ce mot n’est pas un refus. */
export const direRefusDeMission = (code: string): Refus | undefined => {
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined
  return phrase ? refus(code, phrase) : undefined
}

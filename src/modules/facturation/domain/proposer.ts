/** Ce qui reste à facturer d’une ligne de financement, d’après les heures suivies et ce qui l’est déjà. */
import type { DateCivile } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import type { Id } from '#kernel/id.ts'
import { centimes, type Montant, moins, proportion, repartir, somme } from '#kernel/montant.ts'
import { compter, typographier } from '#kernel/texte.ts'
import type { Dispositif } from '#modules/inscriptions/index.ts'
import type { FactureId, LigneDeFacture, Periode } from './facture.ts'

export type SuiviDe = {
  readonly inscription: Id<'Inscription'>
  readonly nom: string
  /** Minutes convenues pour elle : ce que le prix paie, suspendu compris, à distance et au poste aussi. */
  readonly prevu: number
  readonly suivi: number
}

export type PartDuPrix = {
  /** Hors taxes, ce que ce payeur doit si tout est suivi. */
  readonly montant: Montant
  /** Plafond accordé par personne, en minutes ; nul : aucun. */
  readonly minutes: number | null
  /** La personne que cette part paie ; nulle : toutes celles du dossier. */
  readonly inscription: Id<'Inscription'> | null
}

export type AcompteOuvert = {
  readonly id: FactureId
  readonly numero: string
  /** Hors taxes, ce qui n’en est pas encore déduit. */
  readonly reste: Montant
  readonly taux: number
}

export type DejaFacture = {
  /** Formation seule, avoirs ôtés. */
  readonly formation: Montant
  /** Minutes déjà facturées à ce payeur, par personne. */
  readonly minutes: ReadonlyMap<string, number>
  readonly acomptes: readonly AcompteOuvert[]
}

/** Les minutes qu’une facture porte pour cette personne : celles que son certificat dit, dans la limite de l’accord du payeur. */
export const minutesSuivies = (s: SuiviDe, plafond: number | null): number =>
  Math.max(0, Math.min(s.suivi, plafond ?? Number.POSITIVE_INFINITY))

/** Celles qu’il paie : jamais plus que ce qui fut convenu. */
const minutesDues = (s: SuiviDe, plafond: number | null): number =>
  Math.min(minutesSuivies(s, plafond), Math.max(0, s.prevu))

/**
 * Ce que la Caisse des dépôts encaisse elle-même : la part qu’elle prend, et la participation de la personne titulaire du compte (code du
 * travail, L6323-4 et D6323-3-4 ; que tout reste à charge passe par la plateforme est à confirmer). Rien n’en est facturé d’ici.
 */
export const payeSurLaPlateforme = (
  ligne: { readonly dispositif: Dispositif },
  lignes: readonly { readonly dispositif: Dispositif }[],
): boolean =>
  ligne.dispositif === 'cdc-cpf' ||
  (ligne.dispositif === 'particulier' && lignes.some((l) => l.dispositif === 'cdc-cpf'))

const minutesConvenues = (s: SuiviDe, plafond: number | null): number =>
  Math.max(0, Math.min(s.prevu, plafond ?? Number.POSITIVE_INFINITY))

/**
 * Ce que cette part doit aujourd’hui, arrondi une fois : la part entière quand tout est suivi, jamais plus qu’elle.
 * `forfait` : la part entière dès qu’une minute est suivie.
 */
export const duAujourdhui = (
  part: PartDuPrix,
  gens: readonly SuiviDe[],
  absences: 'prorata' | 'forfait',
): Montant => {
  const siens = gens.filter((g) => part.inscription === null || g.inscription === part.inscription)
  const suivies = siens.reduce((t, s) => t + minutesDues(s, part.minutes), 0)
  const convenues = siens.reduce((t, s) => t + minutesConvenues(s, part.minutes), 0)
  if (suivies === 0 || convenues === 0) return centimes(0)
  return absences === 'forfait' ? part.montant : proportion(part.montant, suivies, convenues)
}

/**
 * Les jours que sert une facture préparée ce jour : de la première demi-journée qu’aucune n’a encore servie à la dernière passée. Une
 * seconde facture ne reprend pas la période de la première ; s’il n’y a aucun jour neuf, elle dit toute l’action.
 */
export const periodeAFacturer = (
  jours: readonly DateCivile[],
  jusquau: DateCivile | null,
  le: DateCivile,
): Periode | null => {
  const tous = jours.toSorted()
  const neufs = tous.filter((j) => jusquau === null || j > jusquau)
  const siens = neufs.some((j) => j <= le) ? neufs : tous
  const [du] = siens
  return du ? { du, au: siens.findLast((j) => j <= le) ?? du } : null
}

/** Les personnes que l’on facture ensemble : mêmes minutes restantes. Le plus d’heures d’abord. */
const grouper = (gens: readonly (SuiviDe & { readonly reste: number })[]) => {
  const groupes = new Map<number, SuiviDe[]>()
  for (const g of gens) groupes.set(g.reste, [...(groupes.get(g.reste) ?? []), g])
  return [...groupes].toSorted(([a], [b]) => b - a)
}

/**
 * Les lignes de la facture qui solde cette part à ce jour : les heures suivies et pas encore facturées, puis les acomptes
 * déduits. Vide : rien à facturer.
 */
export const proposerLignes = ({
  intitule,
  part,
  gens,
  deja,
  absences,
  taux,
}: {
  readonly intitule: string
  readonly part: PartDuPrix
  readonly gens: readonly SuiviDe[]
  readonly deja: DejaFacture
  readonly absences: 'prorata' | 'forfait'
  readonly taux: number
}): readonly LigneDeFacture[] => {
  const siens = gens.filter((g) => part.inscription === null || g.inscription === part.inscription)
  const total = moins(duAujourdhui(part, siens, absences), deja.formation)
  const restent = siens
    .map((s) => ({ ...s, reste: minutesSuivies(s, part.minutes) - (deja.minutes.get(s.inscription) ?? 0) }))
    .filter((s) => s.reste > 0)
  if (total <= 0 || restent.length === 0) return []
  const groupes = grouper(restent)
  const montants = repartir(
    total,
    groupes.map(([minutes, g]) => minutes * g.length),
  )
  const lignes = groupes.map(([minutes, g], rang): LigneDeFacture => {
    const montant = montants[rang] ?? centimes(0)
    const [seul] = g
    return {
      nature: 'formation',
      libelle: typographier(
        g.length === 1 && seul
          ? `${intitule}, ${formaterDuree(minutes)} suivies par ${seul.nom}`
          : `${intitule}, ${formaterDuree(minutes)} suivies par chacun des ${compter(g.length, 'stagiaire')}`,
      ).slice(0, 500),
      inscription: g.length === 1 && seul ? seul.inscription : null,
      acompte: null,
      quantite: 1000,
      unite: 'forfait',
      prix: montant,
      montant,
      taux,
      heures: g.map((x) => ({ inscription: x.inscription, minutes })),
    }
  })
  return [...lignes, ...deduire(deja.acomptes, somme(lignes.map((l) => l.montant)))]
}

/** Les acomptes déduits, sans passer sous zéro : ce qui dépasse reste dû au payeur, et se rend par un avoir. */
const deduire = (acomptes: readonly AcompteOuvert[], total: Montant): readonly LigneDeFacture[] => {
  let reste: number = total
  return acomptes.flatMap((a): LigneDeFacture[] => {
    const ote = Math.min(a.reste, reste)
    if (ote <= 0) return []
    reste -= ote
    const montant = centimes(-ote)
    return [
      {
        nature: 'acompte',
        libelle: typographier(`Acompte déjà facturé, ${a.numero}, à déduire`),
        inscription: null,
        acompte: a.id,
        quantite: 1000,
        unite: 'forfait',
        prix: montant,
        montant,
        taux: a.taux,
        heures: [],
      },
    ]
  })
}

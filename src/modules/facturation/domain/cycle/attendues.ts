/** Ce qu’une facture reçue paie peut-être : une mission, une intervention sous-traitée, une salle. Proposé, avec sa raison ; jamais décidé seul. Pur. */
import { type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import { centimes, formaterMontant, type Montant } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'

/** Une dépense que la coopérative attend. Sans nom de personne dans `dit` : ce texte se garde avec la facture. */
export type DepenseAttendue = {
  readonly genre: 'mission' | 'intervention' | 'salle'
  readonly id: string
  readonly dit: string
  /** Qui la facturera : son SIREN, et les noms sous lesquels il peut se dire. */
  readonly siren: string | null
  readonly noms: readonly string[]
  /** Le dernier jour de ce qui fut fait. */
  readonly jour: DateCivile
  /** Hors taxes ; nul : rien n’en est convenu ici. */
  readonly montant: Montant | null
  /** Le numéro de la session qu’elle sert. */
  readonly session: string | null
  readonly compte: string
  /** Une prestation, ou des honoraires de formation. */
  readonly prestation: boolean
}
export type Proposee = DepenseAttendue & { readonly cle: string; readonly raison: string }

const cleDAttendue = (d: Pick<DepenseAttendue, 'genre' | 'id'>): string => `${d.genre}:${d.id}`

const lettres = (t: string) => plier(t).replaceAll(/[^a-z0-9]/g, '')

type Facturant = { readonly siren: string | null; readonly fournisseur: string }

/** Le même SIREN, ou le même nom quand l’un des deux n’en dit pas. */
const memeFournisseur = (
  r: Facturant,
  d: Pick<DepenseAttendue, 'siren' | 'noms'>,
): 'même SIREN' | 'même nom' | undefined => {
  if (r.siren !== null && d.siren === r.siren) return 'même SIREN'
  const memeNom = d.noms.some((n) => lettres(n) === lettres(r.fournisseur))
  return memeNom && (r.siren === null || d.siren === null) ? 'même nom' : undefined
}

/** Ce qu’une facture déjà approuvée dit payer. */
export type ObjetDit = Facturant & { readonly cle: string; readonly numero: string }
/** `deja` : la facture de ce même fournisseur qui dit déjà la payer. Une même intervention peut se facturer en plusieurs fois : elle reste proposée. */
export type AttendueProposee = Proposee & { readonly deja: string | null }

/** `dits`, du plus ancien au plus récent. Une session peut avoir deux intervenants : ce que l’un facture n’est pas ce que l’autre a fait. */
export const direDeja = (
  r: Facturant,
  propos: readonly Proposee[],
  dits: readonly ObjetDit[],
): readonly AttendueProposee[] => {
  const siens = dits.filter((x) => memeFournisseur(r, { siren: x.siren, noms: [x.fournisseur] }))
  return propos.map((p) => ({ ...p, deja: siens.findLast((x) => x.cle === p.cle)?.numero ?? null }))
}

/** On facture d’avance d’un mois au plus, et dans l’année. */
const AVANCE = 31
const RETARD = 366

const ecart = (ht: Montant, convenu: Montant | null): string =>
  convenu === null
    ? ''
    : ht === convenu
      ? ', du montant convenu'
      : `, convenue ${formaterMontant(convenu)} : ${formaterMontant(centimes(Math.abs(ht - convenu)))} de ${ht > convenu ? 'plus' : 'moins'} ici`

/** Celles de ce fournisseur (même SIREN, ou même nom quand l’un des deux n’en dit pas), du montant convenu d’abord, puis des plus proches ; vingt au plus. */
export const proposerAttendues = (
  r: Facturant & { readonly ht: Montant; readonly jour: DateCivile },
  attendues: readonly DepenseAttendue[],
): readonly Proposee[] =>
  attendues
    .flatMap((d) => {
      const meme = memeFournisseur(r, d)
      const jours = ecartEnJours(d.jour, r.jour)
      if (!meme || jours < -AVANCE || jours > RETARD) return []
      return [
        {
          d: {
            ...d,
            cle: cleDAttendue(d),
            raison: `${meme}${ecart(r.ht, d.montant)}`,
          },
          rang: [Number(d.montant !== r.ht), Math.abs(jours)] as const,
        },
      ]
    })
    .toSorted((a, b) => a.rang[0] - b.rang[0] || a.rang[1] - b.rang[1])
    .slice(0, 20)
    .map((x) => x.d)

/**
 * Ce qui retient une facture, tout ensemble : les heures suivies, le certificat, l’accord, le délai de rétractation, la taxe,
 * l’identité de qui paie. Rien n’est corrigé en silence : chaque refus dit quoi faire.
 */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { formaterMontant, type Montant, plus, somme } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { de, formaterNombre } from '#kernel/texte.ts'
import type { GenreFacture, LigneDeFacture, Periode } from './facture.ts'
import { estConstatee } from './projet.ts'
import type { ReglageManquant } from './reglages-manquants.ts'
import { totaliser } from './totaux.ts'
import { type Assiette, autoliquidee, type Preneur, type TvaDuJour, tauxPossibles } from './tva.ts'

export type FaitsDEmission = {
  readonly genre: Exclude<GenreFacture, 'avoir'>
  readonly lignes: readonly LigneDeFacture[]
  /** D’où vient l’argent (`Dispositif` des inscriptions). */
  readonly source: string
  readonly subrogation: boolean
  readonly periode: Periode | null
  readonly le: DateCivile
  readonly tva: TvaDuJour
  /** L’attestation couvre-t-elle ce jour ? Faux : exonéré demain, taxable aujourd’hui. */
  readonly tvaCouverte: boolean
  /** Par inscription : ce qui est suivi, et ce que ce payeur a déjà payé d’heures. */
  readonly heures: ReadonlyMap<
    string,
    {
      readonly nom: string
      readonly suivies: number
      readonly facturees: number
      /** Minutes qu’un certificat dit : aucune, celles de ses périodes, ou sans borne par celui de l’action. */
      readonly certifiees: number
    }
  >
  /** La part convenue de ce payeur, et ce qu’il doit déjà, hors taxes ; nulle : facture hors dossier. */
  readonly part: { readonly convenue: Montant; readonly facturee: Montant } | null
  readonly payeur: {
    readonly nom: string
    readonly adresse: boolean
    readonly morale: boolean
    readonly siren: boolean
    /** Ne lui demander aucun SIREN : d’un autre pays, ou une association qui n’en a pas. */
    readonly sansSiren?: boolean
    readonly preneur?: Preneur
    readonly tvaIntra?: boolean
  }
  readonly dossier: { readonly retracte: boolean; readonly encaissement: Refus | undefined } | null
  /** Ce que la coopérative n’a pas réglé, et sans quoi sa facture ne se paie pas ou n’est pas régulière. */
  readonly reglages: readonly ReglageManquant[]
  /** Rien d’ici n’est cité, et la référence du payeur n’est pas écrite. */
  readonly sansReference?: boolean
  /** Ce que cet acheteur public exige sur Chorus Pro, et que le projet n’a pas. */
  readonly sansEngagement?: boolean
  readonly sansService?: boolean
}

/** Les dispositifs dont le financeur ne paie que sur certificat (R6332-26). */
const surCertificat = new Set([
  'opco-apprentissage',
  'opco-contrat-pro',
  'opco-pro-a',
  'opco-demandeurs-emploi',
  'opco-plan',
  'transitions-pro',
  'faf-non-salaries',
  'france-travail',
  'region',
])

const quiPaie = (f: FaitsDEmission): Refus[] => [
  ...(f.payeur.adresse
    ? []
    : [
        refus(
          'adresse-absente',
          `L’adresse ${de(f.payeur.nom)} manque : une facture la porte (CGI, annexe II, 242 nonies A, I, 1°). Complétez sa fiche.`,
        ),
      ]),
  ...(f.payeur.morale && !f.payeur.siren && !f.payeur.sansSiren
    ? [
        refus(
          'siren-absent',
          `Le SIREN ${de(f.payeur.nom)} manque : une facture le porte (CGI, annexe II, 242 nonies A, I, 1°). Complétez sa fiche.`,
        ),
      ]
    : []),
]

const pourChorus = (f: FaitsDEmission): Refus[] => [
  ...(f.sansEngagement
    ? [
        refus(
          'engagement-absent',
          `${f.payeur.nom} exige son numéro d’engagement sur Chorus Pro (BT-13) : écrivez-le dans « Référence », ou demandez-le-lui.`,
        ),
      ]
    : []),
  ...(f.sansService
    ? [
        refus(
          'service-absent',
          `${f.payeur.nom} exige un code de service sur Chorus Pro (BT-10) : écrivez-le dans « Code de service », ou demandez-le-lui.`,
        ),
      ]
    : []),
]

const sansReglage: Readonly<Record<ReglageManquant, Refus>> = {
  iban: refus(
    'iban-absent',
    'L’IBAN de la coopérative manque : une facture payée par virement dit où verser. Écrivez-le dans les réglages des factures.',
  ),
  greffe: refus(
    'greffe-absent',
    'La ville du greffe manque : une société la porte sur ses factures (C. com., R123-237). Écrivez-la dans les réglages des factures.',
  ),
  coordonnees: refus(
    'coordonnees-absentes',
    'L’adresse du siège, le courriel ou le téléphone de la coopérative manquent : ses factures les portent. Écrivez-les dans la page de la coopérative.',
  ),
}

const heuresEtPreuves = (f: FaitsDEmission): Refus[] => {
  const voulues = new Map<string, number>()
  for (const l of f.lignes)
    for (const h of l.heures) voulues.set(h.inscription, (voulues.get(h.inscription) ?? 0) + h.minutes)
  return [...voulues].flatMap(([id, minutes]): Refus[] => {
    const lu = f.heures.get(id)
    if (!lu)
      return [
        refus(
          'heures-sans-personne',
          'Une ligne facture les heures d’une personne que ce dossier ne connaît pas.',
        ),
      ]
    const total = lu.facturees + minutes
    return [
      ...(minutes < 0 || total > lu.suivies
        ? [
            refus(
              'heures-depassees',
              `${lu.nom} a suivi ${formaterDuree(lu.suivies)}, la facture en porterait ${formaterDuree(Math.max(total, 0))} : une absence ne se facture pas comme de la formation.`,
            ),
          ]
        : []),
      ...(surCertificat.has(f.source) && total > lu.certifiees
        ? [
            refus(
              'certificat-absent',
              lu.certifiees === 0
                ? `Le certificat de réalisation ${de(lu.nom)} n’est pas émis : ce financeur ne paie que sur certificat (R6332-26). Tant que l’action continue, celui des jours facturés suffit.`
                : `Les certificats de période ${de(lu.nom)} disent ${formaterDuree(lu.certifiees)}, la facture en porterait ${formaterDuree(total)} : ce financeur ne paie que sur certificat (R6332-26).`,
            ),
          ]
        : []),
    ]
  })
}

const quand = (f: FaitsDEmission): Refus[] => {
  // Un dédit indemnise : rien ne fut fait, rien ne se date.
  const faite = f.lignes.some((l) => l.nature !== 'acompte' && l.nature !== 'dedit')
  if (!faite || f.genre === 'acompte') return []
  if (!f.periode)
    return [
      refus(
        'periode-absente',
        'Dites de quand à quand : une facture porte la date de la prestation (CGI, annexe II, 242 nonies A, I, 10°).',
      ),
    ]
  return f.periode.au > f.le && f.lignes.some((l) => l.nature === 'formation')
    ? [
        refus(
          'avant-realisation',
          `La prestation finit le ${formaterDate(f.periode.au)} : avant, seul un acompte se facture.`,
        ),
      ]
    : []
}

const assietteDe = (f: FaitsDEmission): Assiette => ({
  tva: f.tva,
  formation: f.dossier !== null || estConstatee(f),
  preneur: f.payeur.preneur ?? 'ici',
})

const taxe = (f: FaitsDEmission): Refus[] => [
  ...(f.tva.regime === 'a-dire'
    ? [
        refus(
          'regime-a-dire',
          'Le régime de TVA de la coopérative n’est pas dit : une facture en dépend, complétez son identité.',
        ),
      ]
    : []),
  ...(f.tva.regime === 'exonere' && !f.tvaCouverte
    ? [
        refus(
          'exoneration-non-couverte',
          'L’attestation d’exonération ne couvre pas ce jour : elle prend effet à la réception de la demande (CGI, annexe II, 202 B).',
        ),
      ]
    : []),
  ...(f.lignes.some((l) => l.nature !== 'acompte' && !tauxPossibles(l.nature, assietteDe(f)).includes(l.taux))
    ? [
        refus(
          'taux-inattendu',
          'Un taux de TVA ne suit pas le régime de la coopérative : la formation a le sien, le conseil et la location restent taxés, et des frais sans formation aussi.',
        ),
      ]
    : []),
  ...(autoliquidee(f.lignes, assietteDe(f)) && !f.payeur.tvaIntra
    ? [
        refus(
          'tva-intra-absente',
          `Le numéro de TVA ${de(f.payeur.nom)} manque : dans l’Union, qui achète doit la taxe, et la facture porte son numéro (CGI, annexe II, 242 nonies A, I, 2° et 13°). Complétez sa fiche.`,
        ),
      ]
    : []),
]

const combien = (f: FaitsDEmission): Refus[] => {
  if (f.lignes.length === 0) return [refus('sans-ligne', 'Une facture a au moins une ligne.')]
  // Hors dossier, aucune heure suivie ne répond d’une ligne de formation.
  if (
    f.dossier === null &&
    !estConstatee(f) &&
    f.lignes.some((l) => l.nature === 'formation' || l.nature === 'acompte')
  )
    return [
      refus(
        'formation-sans-dossier',
        'La formation se facture depuis le dossier de son client : les heures suivies en font le montant.',
      ),
    ]
  const { ht } = totaliser(f.lignes)
  const trouves: Refus[] = []
  if (ht < 0)
    trouves.push(
      refus('total-negatif', 'Ce qui est rendu au client se dit par un avoir, pas par une facture négative.'),
    )
  // Un acompte se déduit au taux qu’il a payé, que la coopérative ne pratique peut-être plus.
  else
    for (const t of totaliser(f.lignes.filter((l) => l.acompte === null)).parTaux)
      if (t.base < 0)
        trouves.push(
          refus(
            'base-negative',
            `À ${formaterNombre(t.taux / 100)} % de TVA, la facture ferait ${formaterMontant(t.base)} : une remise ne dépasse pas ce qu’elle remise, et ce qui est rendu se dit par un avoir.`,
          ),
        )
  if (ht === 0 && !f.lignes.some((l) => l.acompte !== null))
    trouves.push(refus('total-nul', 'Une facture demande quelque chose.'))
  if (f.part) {
    const voulu = somme(
      f.lignes.filter((l) => l.nature === 'formation' || l.nature === 'acompte').map((l) => l.montant),
    )
    const total = plus(f.part.facturee, voulu)
    if (total > f.part.convenue)
      trouves.push(
        refus(
          'part-depassee',
          `Ce payeur doit ${formaterMontant(f.part.convenue)} hors taxes, la facture en ferait ${formaterMontant(total)}. Reprenez d’abord le financement du dossier, ou facturez le reste à qui le doit.`,
        ),
      )
  }
  return trouves
}

/** Tous les refus, le plus utile d’abord. Vide : la facture peut partir. */
export const refusDEmission = (f: FaitsDEmission): readonly Refus[] => [
  ...(f.source === 'cdc-cpf'
    ? [
        refus(
          'cpf',
          'Le compte personnel de formation se paie sur sa plateforme : on y déclare le service fait, rien ne se facture à la Caisse des dépôts. Enregistrez ici ce qu’elle paie.',
        ),
      ]
    : []),
  ...(f.dossier?.retracte ? [refus('retracte', 'La personne s’est rétractée : rien n’est dû.')] : []),
  ...(f.dossier?.encaissement ? [f.dossier.encaissement] : []),
  ...combien(f),
  ...quand(f),
  ...heuresEtPreuves(f),
  ...taxe(f),
  ...quiPaie(f),
  ...pourChorus(f),
  ...f.reglages.map((r) => sansReglage[r]),
  ...(f.sansReference
    ? [
        refus(
          'reference-absente',
          `Rien ne dit ce qui engage ${f.payeur.nom} : ni convention, ni devis, ni accord n’est au dossier. Écrivez sa référence (contrat de sous-traitance, bon de commande) : la facture d’une formation la cite.`,
        ),
      ]
    : []),
]

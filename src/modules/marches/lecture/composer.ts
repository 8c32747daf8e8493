import { dateCivile } from '#kernel/dates.ts'
import type { Attribution, Avis, AvisLu, Lot, Nature, Signalement } from '../domain/avis.ts'
import { estAbsurde, lireTerme, type Terme, zoneDe } from '../domain/echeances.ts'
import { attribuer, direUneFois } from '../domain/titulaires.ts'
import type { Corps, Decision } from './corps.ts'
import { identifiantDe } from './noeud.ts'

/** Lots, avis liés, codes, décisions et titulaires d’un avis : au-delà, le reste n’est pas lu. */
const AU_PLUS = 200

/** Ce que l’enveloppe du BOAMP dit d’un avis, à côté de son corps. */
export type Enveloppe = {
  readonly idweb: string
  readonly source: AvisLu['source']
  readonly procedure?: string | null
  readonly objet?: string | null
  readonly acheteur?: string | null
  readonly departements?: readonly string[]
  readonly parution?: string | null
  readonly terme?: string | null
  readonly nature?: Nature | null
  readonly lies?: readonly string[]
  readonly titulaires?: readonly string[]
  readonly descripteurs?: readonly string[]
  readonly illisible?: boolean
}

const attributionsDe = (decisions: readonly Decision[]) => {
  const lues = decisions.map((d) => {
    if (d.sansSuite)
      return {
        attributions: [
          {
            lot: d.lot,
            titulaires: [],
            forme: 'a-verifier',
            montant: null,
            sansSuite: true,
          } satisfies Attribution,
        ],
        repete: false,
      }
    if (!d.forme) return attribuer({ lot: d.lot }, d.titulaires)
    // L’avis eForms dit lui-même ce qui est un groupement ; le montant est celui de l’offre, une fois.
    const titulaires = [...new Set(d.titulaires.map((t) => t.nom))].map((nom) => ({ nom }))
    const a: Attribution = {
      lot: d.lot,
      titulaires,
      forme: titulaires.length === 0 ? 'a-verifier' : d.forme,
      montant: d.titulaires[0]?.montant ?? null,
      sansSuite: false,
    }
    return { attributions: [a], repete: false }
  })
  return direUneFois({
    attributions: lues.flatMap((l) => l.attributions),
    repete: lues.some((l) => l.repete),
  })
}

const instantDe = (t: Terme | undefined): string | null => (t && 'instant' in t ? t.instant : null)
const jourDe = (t: Terme | undefined): string | null => (t && 'jour' in t ? t.jour : null)

/**
 * L’avis normalisé, d’une enveloppe et d’un corps. L’enveloppe l’emporte où elle parle ; une nature de rectificatif, d’annulation ou
 * d’attribution dite par l’un des deux l’emporte sur « avis de marché ».
 */
export const composerAvis = (e: Enveloppe, corps: Corps): AvisLu => {
  const c: Corps = {
    ...corps,
    lots: corps.lots.slice(0, AU_PLUS),
    decisions: corps.decisions
      .slice(0, AU_PLUS)
      .map((d) => ({ ...d, titulaires: d.titulaires.slice(0, AU_PLUS) })),
  }
  const departements = [
    ...new Set(e.departements && e.departements.length > 0 ? e.departements : c.departements),
  ]
  const zone = zoneDe(departements)
  const lire = (t: string | null | undefined) => (t == null ? undefined : lireTerme(t, zone))
  const parution = [e.parution, c.parution].find((p) => p != null && dateCivile(p) !== undefined) ?? null
  const termesDesLots = c.lots.map((l) => lire(l.terme))
  const deLEnveloppe = lire(e.terme)
  const communs = c.termes.map(lire)
  // Le premier terme publié : qui le manque manque au moins un lot.
  const tous = [deLEnveloppe, ...communs, ...termesDesLots].flatMap((t) => t ?? [])
  const premiers = [[deLEnveloppe], communs, termesDesLots].map((l) => l.flatMap((t) => instantDe(t) ?? []))
  const limite = premiers.find((l) => l.length > 0)?.toSorted()[0] ?? null
  const absurde = tous.some((t) => 'faux' in t || estAbsurde(t.jour, parution, e.idweb))

  const dites = [e.nature, c.nature].flatMap((n) => n ?? [])
  const nature =
    (['annulation', 'rectificatif', 'attribution', 'marche'] as const).find((n) => dites.includes(n)) ??
    'autre'
  const decisions =
    c.decisions.length > 0 || nature !== 'attribution' || !e.titulaires || e.titulaires.length === 0
      ? c.decisions
      : [
          {
            lot: null,
            titulaires: e.titulaires.slice(0, AU_PLUS).map((nom) => ({ nom, montant: null })),
            sansSuite: false,
          },
        ]
  const { attributions, repete } = attributionsDe(decisions)
  const signalements: Signalement[] = [
    ...(absurde ? (['echeance-absurde'] as const) : []),
    ...(repete ? (['montant-repete'] as const) : []),
    ...(e.illisible ? (['json-illisible'] as const) : []),
  ]
  const avis: Avis = {
    idweb: e.idweb,
    procedure: identifiantDe(e.procedure) ?? identifiantDe(c.procedure),
    objet: e.objet ?? c.objet,
    acheteur: { nom: e.acheteur ?? c.acheteur.nom, siret: c.acheteur.siret },
    departements,
    cpv: [...new Set(c.cpv)].slice(0, AU_PLUS),
    parution,
    limite,
    nature,
    lots: c.lots.map(({ id, intitule }, i): Lot => ({ id, intitule, limite: instantDe(termesDesLots[i]) })),
    lies: [...new Set([...(e.lies ?? []), ...c.lies])]
      .filter((l) => l !== e.idweb && identifiantDe(l) !== null)
      .slice(0, AU_PLUS),
    attributions,
    signalements,
  }
  return {
    avis,
    source: e.source,
    notice: c.notice,
    pays: c.pays ?? (e.source === 'boamp' ? 'FRA' : null),
    descripteurs: e.descripteurs && e.descripteurs.length > 0 ? e.descripteurs : c.descripteurs,
    joursLimites: tous.flatMap((t) => jourDe(t) ?? []),
  }
}

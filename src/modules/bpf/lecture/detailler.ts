/** De quoi une case est faite, en mots : qui, quoi, quand, combien, et où le rouvrir. */
import type { DateCivile } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { factureUrl } from '#modules/facturation/index.ts'
import { dossierUrl } from '#modules/inscriptions/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import { nommerTiers, personneUrl } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Case, Contribution } from '../domain/composer.ts'
import { ajouter, type Fraction } from '../domain/fraction.ts'
import type { BilanDetaille, BilanLu } from './lire-bilan.ts'
import { cleInscription } from './reunir-inscriptions.ts'
import type { ProduitLu, SourceDeProduit } from './reunir-produits.ts'

export type LigneDeDetail = {
  readonly genre: Contribution['genre']
  /** De quoi la désigner dans une adresse : « S-2026-001/uuid ». */
  readonly cle: string
  readonly qui: string
  readonly quoi: string
  readonly du: DateCivile | null
  readonly au: DateCivile | null
  /** « 4 sur 4 », « 14 h sur 42 h », « écriture ». */
  readonly part: string
  readonly exact: Fraction
  readonly regles: readonly string[]
  /** L'enregistrement à rouvrir, et le mot du lien. */
  readonly href: string | null
}

const sources: Readonly<Record<SourceDeProduit, string>> = {
  reprise: 'reprise',
  convention: 'convention',
  facture: 'facture',
}
const methodes: Readonly<Record<string, string>> = {
  ecriture: 'rattaché par l’écriture',
  prorata: 'au prorata des heures de séance',
  periode: 'à la période qu’elle facture',
  date: 'à sa date',
  debut: 'à la première séance',
}

/** Où l'on rouvre ce qui fait un produit. */
export const lienDuProduit = (p: ProduitLu): string | null =>
  p.facture !== undefined
    ? factureUrl({ facture: p.facture })
    : p.dossier !== undefined && p.session !== undefined
      ? dossierUrl({ session: p.session, dossier: p.dossier })
      : p.session === undefined
        ? null
        : sessionUrl({ session: p.session })

type Noms = ReadonlyMap<string, string>

const bornes = (lu: BilanLu, action: string): Pick<LigneDeDetail, 'du' | 'au'> => {
  const a = lu.actions.get(action)
  if (!a) return { du: null, au: null }
  const { debut, fin } = lu.exercice
  // Le premier et le dernier jour de l'action, ramenés à l'exercice.
  return { du: debut > a.premiere ? debut : a.premiere, au: a.derniere > fin ? fin : a.derniere }
}

const ligneDe = (lu: BilanDetaille, noms: Noms, c: Contribution): LigneDeDetail => {
  const [premier = '', second = '', troisieme = ''] = c.objet
  const commun = { genre: c.genre, exact: c.exact, regles: c.regles }
  if (c.genre === 'produit') {
    const p = lu.produits.get(premier)
    const action = p?.action ? lu.actions.get(p.action) : undefined
    return {
      ...commun,
      cle: premier,
      qui: p?.libelle ?? premier,
      quoi: action?.intitule ?? 'hors action',
      ...(p?.action ? bornes(lu, p.action) : { du: null, au: null }),
      part: [p ? sources[p.source] : '', methodes[c.methode ?? ''] ?? ''].filter(Boolean).join(', '),
      href: p ? lienDuProduit(p) : null,
    }
  }
  if (c.genre === 'charge') {
    const charge = lu.charges.get(premier)
    return {
      ...commun,
      cle: premier,
      qui: charge ? `Compte ${charge.compte}` : premier,
      quoi: charge?.libelle ?? '',
      du: null,
      au: null,
      part: '',
      href: null,
    }
  }
  const mission = lu.missions.get(premier)
  if (mission && c.genre === 'intervention')
    return {
      ...commun,
      cle: cleInscription(premier, troisieme),
      qui: noms.get(troisieme) ?? 'la personne de la mission',
      quoi: `${mission.objet}, pour ${mission.receveur}`,
      du: mission.jour,
      au: mission.jour,
      part: 'd’après le constat signé des deux coopératives',
      href: noms.has(troisieme) ? personneUrl({ personne: troisieme }) : null,
    }
  if (mission)
    return {
      ...commun,
      cle: cleInscription(premier, second),
      qui: `stagiaire de ${mission.receveur}`,
      quoi: mission.objet,
      du: null,
      au: null,
      part: 'd’après les feuilles closes de l’autre coopérative',
      href: null,
    }
  const action = lu.actions.get(premier)
  const personne = c.genre === 'inscription' ? second : troisieme
  const siennes = lu.inscriptions.get(cleInscription(premier, personne)) ?? []
  const presentes = siennes.reduce((n, i) => n + i.presentes, 0)
  const aPart = siennes.reduce((n, i) => n + i.aPart, 0)
  return {
    ...commun,
    cle: cleInscription(premier, personne),
    qui: noms.get(personne) ?? 'fiche effacée',
    quoi: action?.intitule ?? premier,
    ...bornes(lu, premier),
    part:
      c.genre === 'inscription'
        ? [
            presentes > 0 || aPart === 0 ? `${presentes} sur ${action?.seancesIci ?? presentes}` : '',
            aPart > 0 ? `${formaterDuree(aPart)} hors séance` : '',
          ]
            .filter(Boolean)
            .join(', ')
        : '',
    href:
      c.genre === 'intervention'
        ? personneUrl({ personne })
        : action
          ? sessionUrl({ session: action.session })
          : null,
  }
}

/** Les interventions d'une même personne sur une même action, en une ligne. */
const reunirInterventions = (contributions: readonly Contribution[]): Contribution[] => {
  const reunies = new Map<string, Contribution>()
  for (const c of contributions) {
    const cle = c.genre === 'intervention' ? `${c.objet[0]} ${c.objet[2]}` : `${c.genre} ${c.objet.join(' ')}`
    const deja = reunies.get(cle)
    reunies.set(cle, deja ? { ...deja, exact: ajouter(deja.exact, c.exact) } : c)
  }
  return [...reunies.values()]
}

/** Les noms de toutes les personnes que ces cases nomment. */
export const nommer = (tx: TenantTx, cases: Iterable<Case>): Promise<Noms> => {
  const ids = new Set<string>()
  for (const c of cases)
    for (const x of c.contributions) {
      if (x.genre === 'inscription' && x.objet[1]) ids.add(x.objet[1])
      if (x.genre === 'intervention' && x.objet[2]) ids.add(x.objet[2])
    }
  return nommerTiers(tx, [...ids])
}

export const detaillerCase = (lu: BilanDetaille, noms: Noms, c: Case): LigneDeDetail[] =>
  reunirInterventions(c.contributions)
    .map((x) => ligneDe(lu, noms, x))
    .toSorted(
      (a, b) =>
        a.quoi.localeCompare(b.quoi, 'fr') || a.qui.localeCompare(b.qui, 'fr') || (a.cle < b.cle ? -1 : 1),
    )

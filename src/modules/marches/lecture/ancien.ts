import type { Nature } from '../domain/avis.ts'
import { type Corps, corpsVide, type Decision } from './corps.ts'
import {
  cpvDe,
  departementDe,
  jourDe,
  montantDe,
  porte,
  premier,
  siretDe,
  suivre,
  textes,
  tous,
  type Valeur,
} from './noeud.ts'

const natures: readonly (readonly [motif: RegExp, nature: Nature])[] = [
  [/^ANNUL|AVIS_ANNULE|^CANCEL/, 'annulation'],
  [/^RECTIFICATI|^MODIFICATI/, 'rectificatif'],
  [/^ATTRIB|^RESULT/, 'attribution'],
  [/^APPEL_?OFFRE|^CONSULTATION$|^AVIS_?DE_?MARCHE/, 'marche'],
]
/** La nature que ces mots disent, du plus fort au plus faible : un rectificatif d’avis de marché est un rectificatif. */
export const natureDesMots = (mots: readonly string[]): Nature | null => {
  const hauts = mots.map((m) =>
    m
      .trim()
      .toUpperCase()
      .replace(/[\s-]+/g, '_'),
  )
  return natures.find(([motif]) => hauts.some((m) => motif.test(m)))?.[1] ?? null
}

const cles = (v: readonly Valeur[]): readonly string[] =>
  v.flatMap((x) => (typeof x === 'object' && x !== null && !Array.isArray(x) ? Object.keys(x) : []))

const decision = (d: Valeur): Decision => {
  const titulaires = tous(d, 'TITULAIRE')
  const renseignements = tous(d, 'RENSEIGNEMENT')
  const alignes = renseignements.length === titulaires.length
  return {
    lot: premier(d, ['NUM_LOT'], ['NUM_LOT_MARCHE'], ['NUM']),
    titulaires: titulaires.map((t, i) => {
      // Chaque titulaire va avec un renseignement de même rang ; un seul pour plusieurs vaut pour l’ensemble.
      const sien = alignes ? renseignements[i] : i === 0 ? renseignements[0] : undefined
      const [montant] = suivre(sien, 'MONTANT').map(montantDe)
      return { nom: premier(t, ['DENOMINATION'], ['NOM']) ?? '', montant: montant ?? null }
    }),
    sansSuite: cles([d]).some((c) => /INFRUCTUEUX|SANS_?SUITE|NON_?ATTRIBUE/i.test(c)),
  }
}

/** Un avis d’avant eForms : `GESTION` et `DONNEES` du XML v230, ou `gestion` et `donnees` du JSON. */
export const lireAncien = (gestion: Valeur, donnees: Valeur): Corps => {
  const type = suivre(gestion, 'REFERENCE', 'TYPE_AVIS')
  const indexation = suivre(gestion, 'INDEXATION')
  const objet = suivre(donnees, 'OBJET')
  const lots = suivre(objet, 'LOTS', 'LOT')
  const delais = ['CONDITION_DELAI', 'CONDITION_DELAIS']
  return {
    ...corpsVide,
    objet: premier(indexation, ['RESUME_OBJET']) ?? premier(objet, ['TITRE_MARCHE'], ['OBJET_COMPLET']),
    acheteur: {
      nom: premier(donnees, ['IDENTITE', 'DENOMINATION'], ['IDENTITE', 'NOM']),
      siret: siretDe(premier(donnees, ['IDENTITE', 'CODE_IDENT_NATIONAL'], ['IDENTITE', 'SIRET'])),
    },
    departements: [...textes(indexation, 'DEP_PUBLICATION'), ...textes(indexation, 'DEP_PRESTATION')].flatMap(
      (d) => departementDe(d) ?? [],
    ),
    cpv: ['PRINCIPAL', 'SUPPLEMENTAIRE']
      .flatMap((c) => [...textes(objet, 'CPV', c), ...textes(lots, 'CPV', c)])
      .flatMap((c) => cpvDe(c) ?? []),
    parution: jourDe(premier(indexation, ['DATE_PUBLICATION'])),
    termes: [
      ...textes(indexation, 'DATE_LIMITE_REPONSE'),
      ...delais.flatMap((d) => textes(donnees, d, 'RECEPT_OFFRES')),
      ...delais.flatMap((d) => textes(donnees, d, 'RECEPT_CANDIDATURES')),
    ].slice(0, 1),
    nature: natureDesMots([...cles(suivre(type, 'STATUT')), ...cles(suivre(type, 'NATURE'))]),
    lots: lots.map((l) => ({
      id: premier(l, ['NUM'], ['NUM_LOT']),
      intitule: premier(l, ['INTITULE'], ['DESCRIPTION']),
      terme: null,
    })),
    lies: textes(gestion, 'MARCHE', 'ANNONCE_ANTERIEUR', 'REFERENCE', 'IDWEB'),
    decisions: suivre(donnees, 'ATTRIBUTION', 'DECISION').map(decision),
    descripteurs: textes(indexation, 'DESCRIPTEURS', 'DESCRIPTEUR', 'LIBELLE'),
    publication: premier(gestion, ['REFERENCE', 'IDWEB']),
  }
}

/** Les clés d’un corps d’avant eForms. */
export const estAncien = (donnees: Valeur): boolean =>
  ['IDENTITE', 'OBJET', 'PROCEDURE', 'ATTRIBUTION', 'CONDITION_DELAI'].some((c) => porte(donnees, c))

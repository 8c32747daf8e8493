/**
 * Le seul tableau des modules et de leurs rangs. Les règles de couches, le dessin de `docs/architecture.md`
 * et le compte des modules lus en sont tirés. Un module importe tout module de rang strictement inférieur,
 * par sa porte (`index.ts`), et aucun autre.
 */
export const rangs = {
  comptes: 0,
  organisme: 1,
  pole: 2,
  tiers: 2,
  documents: 2,
  catalogue: 3,
  sessions: 4,
  inscriptions: 5,
  emargement: 6,
  questionnaires: 7,
  facturation: 7,
  stagiaires: 7,
  controles: 8,
  bpf: 8,
  cae: 8,
  marches: 8,
  mutualisation: 8,
  ressources: 8,
  qualite: 9,
  donnees: 10,
  etapes: 10,
  portail: 10,
  espaces: 11,
} as const satisfies Record<string, number>

export type NomModule = keyof typeof rangs

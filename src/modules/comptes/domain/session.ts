/**
 * La vie d’une session de connexion. Deux bornes : l’inactivité et la durée totale. La base les tient
 * (`tools/regles-en-base.ts`). Une session d’assistance est courte et ne se prolonge jamais.
 */
export type GenreSession = 'ordinaire' | 'retenue' | 'assistance'

export type Duree = { readonly inactiviteMin: number; readonly totaleMin: number }
export const durees: Readonly<Record<GenreSession, Duree>> = {
  ordinaire: { inactiviteMin: 120, totaleMin: 12 * 60 },
  /** « Rester connecté » : demandé par la personne, sur son appareil. */
  retenue: { inactiviteMin: 14 * 24 * 60, totaleMin: 30 * 24 * 60 },
  /** Lecture seule, motivée et journalisée ; une heure au plus, inactivité ou non. */
  assistance: { inactiviteMin: 60, totaleMin: 60 },
}

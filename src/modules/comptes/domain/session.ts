/**
 * La vie d’une session de connexion. Deux bornes : l’inactivité et la durée totale. Les gestes qui engagent
 * demandent une preuve récente du mot de passe. Une session d’assistance est courte et ne se prolonge jamais.
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

export type Session = {
  readonly genre: GenreSession
  readonly ouverteLe: Date
  readonly vueLe: Date
  /** Dernière fois que le mot de passe (ou le second facteur) a été donné. */
  readonly prouveeLe: Date
  readonly fermeeLe?: Date
}

export type EtatSession = 'vivante' | 'fermee' | 'inactive' | 'expiree'

export const expireLe = (session: Session): Date => {
  const { inactiviteMin, totaleMin } = durees[session.genre]
  const fins = [
    session.vueLe.getTime() + inactiviteMin * 60_000,
    session.ouverteLe.getTime() + totaleMin * 60_000,
  ]
  return new Date(Math.min(...fins))
}

export const etatSession = (session: Session, maintenant: Date): EtatSession => {
  const { totaleMin } = durees[session.genre]
  if (session.fermeeLe) return 'fermee'
  if (maintenant.getTime() >= session.ouverteLe.getTime() + totaleMin * 60_000) return 'expiree'
  return maintenant >= expireLe(session) ? 'inactive' : 'vivante'
}

/** Le geste engage (changer de mot de passe, signer, donner un rôle) : moins de dix minutes depuis la preuve. */
export const preuveRecente = (session: Session, maintenant: Date, minutes = 10): boolean =>
  session.genre !== 'assistance' && maintenant.getTime() - session.prouveeLe.getTime() < minutes * 60_000

/** Une session d’assistance ne s’ouvre que motivée, pour soixante minutes au plus. */
export const ouvrirAssistance = (
  motif: string,
  minutes: number,
): { minutes: number; motif: string } | undefined =>
  motif.trim().length >= 10 &&
  Number.isInteger(minutes) &&
  minutes >= 1 &&
  minutes <= durees.assistance.totaleMin
    ? { minutes, motif: motif.trim() }
    : undefined

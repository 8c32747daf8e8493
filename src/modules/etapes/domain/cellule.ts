/** Ce que dit une case de la matrice : une personne, une étape, où l’on en est. */
import type { DateCivile } from '#kernel/dates.ts'

export type EtatCellule =
  | 'fait'
  | 'parti'
  | 'prevu'
  | 'attendu'
  | 'retard'
  | 'arrete'
  | 'rejete'
  | 'sans-objet'

/** Les pages d’autres métiers où une case mène. */
export type DroitDeCellule = 'questionnaires.lire' | 'facturation.lire' | 'inscriptions.convoquer'

export type Cellule = {
  readonly etat: EtatCellule
  readonly le: DateCivile | null
  /** Un mot plus précis que l’état : « 3 sur 4 », « réponse reçue ». */
  readonly mot?: string
  readonly href?: string
  readonly droit?: DroitDeCellule
}

/** Ce que l’on sait d’une étape pour une personne. Tout y est un fait lu ailleurs, sauf le refus et l’arrêt. */
export type Faits = {
  /** Le jour prévu. */
  readonly prevu: DateCivile
  /** Parti (ou émis), et quand. */
  readonly parti?: DateCivile | null
  /** Accusé, répondu, signé, émis : ce que l’étape attend est arrivé. */
  readonly fait?: DateCivile | null
  /** L’étape attend une réponse : partie sans elle, elle n’est pas faite. */
  readonly attend: boolean
  /** Le jour après lequel une réponse manque. Absent : on ne la dit jamais en retard une fois partie. */
  readonly avant?: DateCivile | null
  readonly rejete?: boolean
  readonly arrete?: boolean
  readonly sansObjet?: boolean
  /** Personne ne l’enverra sans qu’on le fasse ou qu’on l’arme. */
  readonly seul: boolean
  readonly mot?: string
  readonly href?: string
  /** Ce que demande la page où mène `href`, quand ce n’est pas de lire les inscriptions. */
  readonly droit?: DroitDeCellule
}

/**
 * L’ordre décide : ce qui est arrivé l’emporte sur tout ; un rejet sur un envoi ; un arrêt sur une attente ; un jour passé sur un
 * jour à venir. Armée, une étape à venir est « prévue » (elle partira seule) ; sinon « attendue » (quelqu’un doit agir).
 */
export const celluleDe = (f: Faits, jour: DateCivile): Cellule => {
  const suite = {
    ...(f.mot === undefined ? {} : { mot: f.mot }),
    ...(f.href === undefined ? {} : { href: f.href }),
    ...(f.droit === undefined ? {} : { droit: f.droit }),
  }
  if (f.sansObjet) return { etat: 'sans-objet', le: null, ...suite }
  if (f.fait) return { etat: 'fait', le: f.fait, ...suite }
  if (f.rejete) return { etat: 'rejete', le: f.parti ?? null, ...suite }
  if (f.parti) {
    if (!f.attend) return { etat: 'fait', le: f.parti, ...suite }
    if (f.avant && f.avant < jour) return { etat: 'retard', le: f.avant, ...suite }
    return { etat: 'parti', le: f.parti, ...suite }
  }
  if (f.arrete) return { etat: 'arrete', le: f.prevu, ...suite }
  if (f.prevu < jour) return { etat: 'retard', le: f.prevu, ...suite }
  return { etat: f.seul ? 'prevu' : 'attendu', le: f.prevu, ...suite }
}

export const motCellule: Readonly<Record<EtatCellule, string>> = {
  fait: 'fait',
  parti: 'parti',
  prevu: 'part seul',
  attendu: 'attendu',
  retard: 'en retard',
  arrete: 'arrêté',
  rejete: 'rejeté',
  'sans-objet': 'rien à faire',
}

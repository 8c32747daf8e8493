import type { PoolConfig } from 'pg'

/** Une PostgreSQL joignable, embarquée ou non. */
export type Grappe = {
  /**
   * De quoi joindre une base sous un rôle. Embarquée : par la prise et par les pairs, donc sous tout rôle, sans
   * mot de passe. Extérieure : le mot de passe du rôle vient de `motDePasse`.
   */
  connexion(role: string, base?: string): PoolConfig
  /** Le rôle qui peut tout : `postgres` embarquée, celui de l'adresse extérieure. */
  readonly administrateur: string
  /** Dossier réel de la base embarquée ; vide pour une extérieure. */
  readonly dossier: string
  /** Vrai si ce processus tient le serveur et l'arrêtera ; faux s'il en est l'invité, ou s'il est extérieur. */
  proprietaire(): boolean
  /** Appelé une fois si la PostgreSQL disparaît sans que ce processus l'ait voulu, avec la phrase à dire. */
  surPerte(rappel: (phrase: string) => void): void
  /**
   * Quitte la grappe, une seule fois quel que soit le nombre d'appels. Le dernier parti arrête PostgreSQL : tant
   * qu'un autre Coforme y travaille, elle lui est laissée. Fermer ses propres connexions avant.
   */
  arreter(): Promise<void>
}

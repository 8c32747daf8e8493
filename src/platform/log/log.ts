/**
 * Journal technique, une ligne JSON par fait. Jamais une donnée de personne : ni nom, ni courriel, ni secret,
 * ni corps de formulaire, ni adresse d'un lien personnel. Des codes, des durées, des identifiants.
 */
export type Logger = {
  info(fait: string, champs?: Record<string, unknown>): void
  warn(fait: string, champs?: Record<string, unknown>): void
  error(fait: string, erreur: unknown, champs?: Record<string, unknown>): void
}

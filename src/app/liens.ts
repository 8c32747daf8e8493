import { link } from '#web/links.ts'

/** Les acquis évalués d’une session, et les attestations qui les diront. */
export const acquisAttestationsUrl = link('/sessions/:session/attestations-des-acquis')
/** Les pièces d’une session, ce qui y manque, et l’archive qui les réunit. */
export const emporterSessionUrl = link('/sessions/:session/emporter')
export const archiveSessionUrl = link('/sessions/:session/archive.zip')
/** Un courriel de la boîte d’essai (`boiteUrl`). */
export const courrielUrl = link('/courriels/:numero')

import { link } from '#web/links.ts'

/** Les acquis évalués d’une session, et les attestations qui les diront. */
export const acquisAttestationsUrl = link('/sessions/:session/attestations-des-acquis')

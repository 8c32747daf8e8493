import type { Child } from 'hono/jsx'
import { versionUrl } from '#modules/catalogue/index.ts'
import {
  refusDeSuivre,
  type SessionLue,
  versionPlusRecente,
  versionSessionUrl,
} from '#modules/sessions/index.ts'

/** La version de l’offre qu’elle suit, et, tant qu’elle n’a pas commencé, celle qu’elle peut suivre. */
export const offreSuivie = (
  s: SessionLue,
  maintenant: Date,
  planifie: boolean,
): readonly (readonly [string, Child])[] => {
  const apres = versionPlusRecente(s)
  const plusRecente = apres && !refusDeSuivre(s, false, maintenant) ? apres : undefined
  if (!s.versionSuivie && !plusRecente) return []
  return [
    [
      'Offre',
      <>
        {s.versionSuivie ? (
          <a href={versionUrl({ offre: s.offre, numero: s.versionSuivie.numero })}>
            version {s.versionSuivie.numero}
          </a>
        ) : (
          'd’avant ses versions'
        )}
        {plusRecente && planifie ? (
          <>
            , <a href={versionSessionUrl({ session: s.id })}>suivre la version {plusRecente.numero}</a>
          </>
        ) : null}
      </>,
    ],
  ]
}

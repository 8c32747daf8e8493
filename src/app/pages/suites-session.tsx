/** « Et maintenant » : le geste qui suit, en tête de la page d'une session. */
import {
  type EtatSession,
  etatGarde,
  etatSessionUrl,
  gesteEtat,
  gestePassage,
  reponsesDe,
  type SessionLue,
  transitions,
} from '#modules/sessions/index.ts'
import { ButtonLink, Section } from '#web/components.tsx'
import type { FaitsDeSession, SuiteDeSession } from '#web/contributions.ts'

type Regard = {
  readonly session: SessionLue
  readonly faits: Required<FaitsDeSession>
  readonly maintenant: Date
  readonly peut: { readonly planifier: boolean }
}

/** Le passage ordinaire qui suit : celui qui ne demande pas de motif. */
export const suiteDe = (etat: EtatSession) => transitions[etat].find((t) => !t.motif && gesteEtat[t.vers])

/** Le geste qui suit, en tête : la session elle-même d’abord, puis ce que chaque module attend. */
export const suitesDe = ({ session: s, faits, maintenant, peut }: Regard): readonly SuiteDeSession[] => {
  const passage = suiteDe(s.etat)
  const derniere = s.seances.at(-1)
  const offert = passage && peut.planifier && gesteEtat[passage.vers]
  const lePassage: readonly SuiteDeSession[] =
    passage && offert
      ? [
          {
            rang: 40,
            chose: gestePassage(s.etat, passage.vers),
            geste: 'Y aller',
            href: etatSessionUrl({ session: s.id, vers: passage.vers }),
          },
        ]
      : []
  if (s.etat === 'brouillon') return lePassage
  const bloque = reponsesDe(s, faits.gardes, maintenant)
  const mur = passage?.gardes.some((g) => etatGarde(g, bloque) === 'non-satisfaite') ?? true
  // Confirmer presse avant la session ; commencer et terminer ne pressent personne.
  const presse = s.etat === 'ouverte' || (derniere !== undefined && derniere.fin <= maintenant)
  return [...faits.suites, ...(mur || !presse || s.etat === 'terminee' ? [] : lePassage)]
}

export const EtMaintenant = ({ suites }: { suites: readonly SuiteDeSession[] }) => {
  const [premiere, ...autres] = suites
  if (!premiere) return null
  return (
    <Section titre="Et maintenant" id="maintenant">
      <p>
        <ButtonLink href={premiere.href} genre="call">
          {premiere.chose}
        </ButtonLink>
      </p>
      {autres.length > 0 ? (
        <p class="sub">
          Ensuite :{' '}
          {autres.slice(0, 3).map((s, i) => (
            <>
              {i > 0 ? ', ' : ''}
              <a href={s.href}>{s.chose.replace(/^./, (x) => x.toLocaleLowerCase('fr'))}</a>
            </>
          ))}
          {autres.length > 3 ? `, et ${autres.length - 3} de plus` : ''}.
        </p>
      ) : null}
    </Section>
  )
}

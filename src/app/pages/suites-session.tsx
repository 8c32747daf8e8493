/** « Et maintenant » : le geste qui suit, en tête de la page d'une session. */
import {
  type EtatSession,
  etatGarde,
  etatSessionUrl,
  type Garde,
  gestePassage,
  passageQuiSuit,
  reponsesDe,
  type SessionLue,
  seTermineDUnClic,
  type Transition,
} from '#modules/sessions/index.ts'
import { ButtonLink, Section, UnClic } from '#web/components.tsx'
import type { FaitsDeSession, SuiteDeSession } from '#web/contributions.ts'
import { ouLever } from './ou-lever.ts'

type Regard = {
  readonly session: SessionLue
  readonly faits: Required<FaitsDeSession>
  readonly maintenant: Date
  readonly peut: { readonly planifier: boolean }
}

/** Ce qui refuserait ce passage tel quel : les conditions qui répondent non, hors celle qu’une décision motivée lève. */
export const bloquantes = (
  s: SessionLue,
  t: Transition,
  ailleurs: Readonly<Record<string, boolean>>,
  maintenant: Date,
): readonly Garde[] => {
  const reponses = reponsesDe(s, ailleurs, maintenant)
  return t.gardes.filter((g) => g !== t.derogation && etatGarde(g, reponses) === 'non-satisfaite')
}

/** Ouvrir ne prend personne de court, terminer ce qui fut confirmé non plus ; confirmer se relit d’abord. */
const dUnClic = (de: EtatSession, vers: EtatSession): boolean =>
  vers === 'ouverte' || (vers === 'terminee' && seTermineDUnClic(de))

const enSuite = (s: SessionLue, vers: EtatSession): SuiteDeSession => ({
  rang: 40,
  chose: gestePassage(s.etat, vers),
  geste: 'Y aller',
  href: etatSessionUrl({ session: s.id, vers }),
  ...(dUnClic(s.etat, vers)
    ? {
        direct: {
          href: etatSessionUrl({ session: s.id, vers }),
          champs: { motif: '' },
          libelle: gestePassage(s.etat, vers),
        },
      }
    : {}),
})

/** Le geste qui suit, en tête : la session elle-même d’abord, puis ce que chaque module attend. */
export const suitesDe = ({ session: s, faits, maintenant, peut }: Regard): readonly SuiteDeSession[] => {
  const reponses = reponsesDe(s, faits.gardes, maintenant)
  const passage = passageQuiSuit(s.etat, reponses)
  const derniere = s.seances.at(-1)
  const lePassage: readonly SuiteDeSession[] = passage && peut.planifier ? [enSuite(s, passage.vers)] : []
  if (s.etat === 'brouillon') {
    const [premiere] = passage ? bloquantes(s, passage, faits.gardes, maintenant) : []
    const issue = premiere && peut.planifier ? ouLever(premiere, s) : undefined
    // Ce qui manque passe devant le geste qu’il ferait refuser ; « Ce qui manque » en dit la phrase, juste au-dessous.
    return premiere
      ? issue
        ? [{ rang: 40, chose: issue.libelle, geste: 'Y aller', href: issue.href }]
        : []
      : lePassage
  }
  const mur = passage?.gardes.some((g) => etatGarde(g, reponses) === 'non-satisfaite') ?? true
  // Confirmer presse avant la session ; commencer et terminer ne pressent personne.
  const presse = s.etat === 'ouverte' || (derniere !== undefined && derniere.fin <= maintenant)
  // Clore se décide (le bilan se juge hors du logiciel) : on ne le propose qu’une fois certificats et factures émis.
  const close =
    s.etat !== 'terminee' || (reponses['certificats-emis'] === true && reponses['factures-emises'] === true)
  return [...faits.suites, ...(mur || !presse || !close ? [] : lePassage)]
}

export const EtMaintenant = ({ suites }: { suites: readonly SuiteDeSession[] }) => {
  const [premiere, ...autres] = suites
  if (!premiere) return null
  return (
    <Section titre="Et maintenant" id="maintenant" serre>
      {premiere.direct ? (
        <>
          <UnClic direct={premiere.direct} genre="call" />
          <p class="sub">
            Voir d’abord : <a href={premiere.href}>{premiere.chose}</a>
          </p>
        </>
      ) : (
        <p>
          <ButtonLink href={premiere.href} genre="call">
            {premiere.chose}
          </ButtonLink>
        </p>
      )}
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

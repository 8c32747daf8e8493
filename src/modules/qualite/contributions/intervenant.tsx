/** Sur la fiche de qui anime : les papiers qui lui manquent pour les sessions confirmées, que la page de la session ne redit plus. */
import { compter } from '#kernel/texte.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import { personneUrl } from '#modules/tiers/index.ts'
import { Etat, Section, Table } from '#web/components.tsx'
import type { PersonneContribution } from '#web/contributions.ts'
import { withQuery } from '#web/links.ts'
import { affectationsUneFois, type SessionAnimee, sessionsAnimees } from '../db/affectation.ts'
import { type Exigence, jugerAffectations, type ManqueAffectation } from '../domain/affectation.ts'
import { nouvelleLigneUrl } from '../liens.ts'

/** Au-delà, la fiche ne serait plus qu’un relevé de sessions : un dossier complet l’est pour toutes. */
const AU_PLUS = 12

/** Le registre où s’écrit ce qui manque. */
const registreDe = (e: Exigence): string =>
  e === 'cv' || e === 'habilitation' ? e : 'contrat-sous-traitance'

/** Où s’écrit ce qui manque ; rien à qui ne tient pas les registres. */
export const gesteDuManque = (m: ManqueAffectation, tient: boolean) =>
  m.personne !== null && (m.exigence === 'titres' || m.exigence === 'rapport') ? (
    <a href={personneUrl({ personne: m.personne })}>Tenir sa fiche</a>
  ) : tient ? (
    <a href={withQuery(nouvelleLigneUrl({ genre: registreDe(m.exigence) }), { personne: m.personne ?? '' })}>
      Tenir le registre
    </a>
  ) : (
    ''
  )

export const contributionIntervenant: PersonneContribution = {
  nom: 'qualite',
  rang: 45,
  async section(tx, personnes, visiteur) {
    // Les pièces d’une personne sont à qui les tient, comme sur la session avant qu’elle soit confirmée.
    if (!peutVisiteur(visiteur, 'sessions.planifier')) return undefined
    const animees = await sessionsAnimees(tx, personnes, AU_PLUS)
    const parPhrase = new Map<string, { readonly m: ManqueAffectation; readonly sessions: SessionAnimee[] }>()
    for (const session of animees.slice(0, AU_PLUS)) {
      const lues = await affectationsUneFois(tx, session.id)
      for (const m of lues ? jugerAffectations(lues).manques : []) {
        if (m.personne === null || !personnes.includes(m.personne)) continue
        const deja = parPhrase.get(m.phrase)
        if (deja) deja.sessions.push(session)
        else parPhrase.set(m.phrase, { m, sessions: [session] })
      }
    }
    if (parPhrase.size === 0) return undefined
    const tient = peutVisiteur(visiteur, 'registres.tenir')
    return (
      <Section
        titre="Papiers qui manquent"
        id="papiers"
        sous={`pour ce que cette personne anime, confirmé ou en cours${animees.length > AU_PLUS ? ` ; les ${compter(AU_PLUS, 'première session', { pluriel: 'premières sessions' })} seulement` : ''}`}
      >
        <Table
          legende="Ce qui manque au dossier de cette personne, et pour quelles sessions"
          lignes={[...parPhrase.values()]}
          colonnes={[
            {
              titre: 'Papier',
              entete: true,
              cell: ({ m }) => (
                <>
                  {m.phrase} <small>{m.source}</small>
                </>
              ),
            },
            {
              titre: 'État',
              cell: ({ m }) =>
                m.severite === 'bloque' ? <Etat etat="manquant" /> : <Etat etat="partiel" mot="à tenir" />,
            },
            {
              titre: 'Pour',
              cell: ({ sessions }) =>
                sessions.map((s, i) => (
                  <>
                    {i > 0 ? ', ' : ''}
                    <a href={sessionUrl({ session: s.id })}>{s.numero}</a>
                  </>
                )),
            },
            { titre: 'Geste', cell: ({ m }) => gesteDuManque(m, tient) },
          ]}
        />
      </Section>
    )
  },
}

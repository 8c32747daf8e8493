/** Les questionnaires sur la ligne d’une session : à chaud, acquis, entreprise, à froid, chacun à son jour. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { inscritsUneFois } from '#modules/inscriptions/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, type SessionId, sessionUneFois } from '#modules/sessions/index.ts'
import { uneFois } from '#platform/db/index.ts'
import type { CodeEtat } from '#web/components/states.tsx'
import { Etat, Section, Table } from '#web/components.tsx'
import type { SessionContribution, SuiteDeSession } from '#web/contributions.ts'
import { type Campagne, campagnesDeSession, estClose } from '../db/campagnes.ts'
import { lireReglage } from '../db/reglage.ts'
import { gardesDesRecueils } from '../domain/gardes.ts'
import { type Genre, genres, sansEnvoi } from '../domain/genres.ts'
import { dus, ecartDe, etatDuRecueil, jourDEnvoi } from '../domain/moments.ts'
import { direPart, part } from '../domain/resultats.ts'
import { datesTenues } from '../gestes/ouvrir-campagne.ts'
import { aujourdhui } from '../gestes/repondre.ts'
import { campagneUrl, questionnairesDeSessionUrl } from '../liens.ts'

const campagnesUneFois = uneFois((tx, session) => campagnesDeSession(tx, session as SessionId))
const reglageUneFois = uneFois((tx) => lireReglage(tx))

const lire = uneFois(async (tx, sessionId) => {
  const id = asId<'Session'>(sessionId)
  const [session, campagnes, reglage] = await Promise.all([
    id && sessionUneFois(tx, id),
    campagnesUneFois(tx, sessionId),
    reglageUneFois(tx, ''),
  ])
  const dates = session && datesTenues(session)
  return dates && { session, dates, campagnes, reglage }
})

/** Sur la ligne : ce que l’on attend après toute session. Le reste n’y paraît que s’il est parti. */
const surLaLigne: readonly Genre[] = ['chaud', 'froid']
const courts: Partial<Record<Genre, string>> = { chaud: 'À chaud', froid: 'À froid' }

const etatDe = (k: Campagne | undefined, quand: DateCivile, jour: DateCivile): CodeEtat =>
  etatDuRecueil(k && { ...k, close: estClose(k, jour) }, quand, jour)

export const contributionSessionQuestionnaires: SessionContribution = {
  nom: 'questionnaires',
  rang: 85,
  prelire: (tx, sessionId, visiteur) =>
    peutVisiteur(visiteur, 'questionnaires.lire', { estSien: true }) ? [lire(tx, sessionId)] : [],
  async faits(tx, sessionId, visiteur, maintenant) {
    const lu = await lire(tx, sessionId)
    if (!lu) return {}
    const { session, dates, campagnes, reglage } = lu
    const sien = estSienne(session, visiteur.personneId)
    // Qui ne lit pas les réponses clôt quand même : il ne voit que la réponse des gardes.
    const gardes = gardesDesRecueils(campagnes)
    const inscrits = (await inscritsUneFois(tx, session.id)).filter((i) => i.etat === 'inscrit')
    if (!peutVisiteur(visiteur, 'questionnaires.lire', { estSien: sien }) || inscrits.length === 0)
      return { gardes }
    const jour = aujourdhui(maintenant)
    const href = questionnairesDeSessionUrl({ session: session.id })
    const suites: SuiteDeSession[] = []
    if (peutVisiteur(visiteur, 'questionnaires.envoyer', { estSien: sien }))
      for (const g of dus(dates, reglage, jour, { apprentissage: session.nature === 'apprentissage' })) {
        const k = campagnes.findLast((c) => c.genre === g)
        if (sansEnvoi(g) && k && k.reponses < k.demandes && !estClose(k, jour))
          suites.push({
            rang: 32,
            chose: 'Évaluer les acquis',
            geste: 'Évaluer',
            href: campagneUrl({ campagne: k.id }),
          })
        else if (!k && genres[g].ancre === 'fin' && !reglage.automatiques.includes(g) && g !== 'insertion')
          suites.push({ rang: 33, chose: genres[g].titre, geste: sansEnvoi(g) ? 'Ouvrir' : 'Envoyer', href })
      }
    return {
      gardes,
      suites: suites.slice(0, 3),
      arrets: surLaLigne.map((g) => {
        const k = campagnes.findLast((c) => c.genre === g)
        const quand = jourDEnvoi(g, dates, reglage)
        const n = ecartDe(g, reglage)
        const etat = etatDe(k, quand, jour)
        return {
          zone: 'apres' as const,
          arret: {
            libelle: courts[g] ?? genres[g].titre,
            href: k ? campagneUrl({ campagne: k.id }) : href,
            etats: [etat],
            date: formaterDate(quand, 'court').replace(/ \d{4}$/, ''),
            iso: quand,
            ecart: n === 0 ? 'fin' : `fin + ${n} j`,
            ...(k && k.reponses < k.demandes ? { manque: `${k.reponses} sur ${k.demandes}` } : {}),
            temps: etat === 'prouve' || (k && estClose(k, jour)) ? ('fait' as const) : ('a-venir' as const),
          },
        }
      }),
    }
  },
  async section(tx, sessionId, visiteur, maintenant) {
    const lu = await lire(tx, sessionId)
    if (!lu) return undefined
    const { session, campagnes } = lu
    if (!peutVisiteur(visiteur, 'questionnaires.lire', { estSien: estSienne(session, visiteur.personneId) }))
      return undefined
    const jour = aujourdhui(maintenant)
    const href = questionnairesDeSessionUrl({ session: session.id })
    const reponses = campagnes.reduce((n, k) => n + k.reponses, 0)
    const demandes = campagnes.reduce((n, k) => n + k.demandes, 0)
    return (
      <Section
        titre="Questionnaires"
        id="questionnaires"
        {...(campagnes.length === 0
          ? { serre: true }
          : {
              plie: `${compter(campagnes.length, 'envoyé')}, ${compter(reponses, 'réponse')} sur ${demandes}`,
            })}
        outils={[{ libelle: campagnes.length > 0 ? 'Tous ceux de la session' : 'Les envoyer', href }]}
      >
        {campagnes.length === 0 ? (
          <p>Aucun questionnaire n’est encore parti.</p>
        ) : (
          <Table
            legende="Questionnaires de la session"
            lignes={campagnes}
            colonnes={[
              {
                titre: 'Questionnaire',
                entete: true,
                cell: (k) => <a href={campagneUrl({ campagne: k.id })}>{genres[k.genre].titre}</a>,
              },
              {
                titre: 'Réponses',
                cell: (k) => <Etat etat={etatDe(k, k.jour, jour)} mot={`${k.reponses} sur ${k.demandes}`} />,
              },
              {
                titre: 'Taux',
                nombre: true,
                // Le taux se lit sur qui a reçu la question : « 5 sur 6 » et « 100 % » se contredisent si l’on ne dit pas cinq.
                cell: (k) =>
                  k.sollicites === 0
                    ? ''
                    : `${direPart(part(k.reponses, k.sollicites))}${k.sollicites < k.demandes ? ` sur ${compter(k.sollicites, 'sollicité')}` : ''}`,
              },
              {
                titre: 'Ouvert jusqu’au',
                cell: (k) => (estClose(k, jour) ? 'clos' : formaterDate(k.fermeLe, 'court')),
              },
            ]}
          />
        )}
      </Section>
    )
  },
}

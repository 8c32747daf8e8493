/** Ce que les étapes montrent ailleurs : une ligne sur la session, le journal d’une personne, ce qui attend quelqu’un. */
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, sessionUneFois } from '#modules/sessions/index.ts'
import { Etat, Section } from '#web/components.tsx'
import { pageContext } from '#web/context.ts'
import type { Contributions, PersonneContribution, SessionContribution } from '#web/contributions.ts'
import { adressesARefaire } from '../db/adresses.ts'
import { envoisDeLaPersonne } from '../db/envois.ts'
import { ligneDeSession } from '../db/ligne-session.ts'
import { empechementsEnCours } from '../db/tournee.queries.ts'
import { nomDEtape } from '../domain/etapes.ts'
import { envoisUrl, recusUrl } from '../liens.ts'
import { Journal } from '../pages/commun.tsx'

export const contributionSessionEtapes: SessionContribution = {
  nom: 'etapes',
  rang: 86,
  prelire: (tx, sessionId) => [ligneDeSession(tx, sessionId)],
  async section(tx, sessionId, visiteur) {
    const id = asId<'Session'>(sessionId)
    const session = id && (await sessionUneFois(tx, id))
    if (
      !session ||
      !peutVisiteur(visiteur, 'inscriptions.lire', { estSien: estSienne(session, visiteur.personneId) })
    )
      return undefined
    const l = await ligneDeSession(tx, sessionId)
    const { sansEnvoi } = pageContext()
    return (
      <Section
        titre="Envois"
        id="envois"
        serre
        outils={[{ libelle: 'Qui a reçu quoi', href: envoisUrl({ session: sessionId }) }]}
      >
        <p>
          {l.arretee ? (
            <>
              <Etat etat="a-juger" mot="arrêtés" />{' '}
            </>
          ) : null}
          {compter(l.partis, sansEnvoi ? 'courriel écrit ici, aucun ne part' : 'courriel parti', {
            pluriel: sansEnvoi ? 'courriels écrits ici, aucun ne part' : 'courriels partis',
            zero: 'Aucun courriel encore',
          })}
          ,{' '}
          {compter(l.armees, 'étape armée ici', {
            pluriel: 'étapes armées ici',
            zero: 'aucune étape armée ici',
          })}
          .
          {l.refuses > 0 ? (
            <>
              {' '}
              <Etat
                etat="manquant"
                mot={compter(l.refuses, 'courriel refusé', { pluriel: 'courriels refusés' })}
              />
            </>
          ) : null}
          {l.empeches > 0 ? (
            <>
              {' '}
              <Etat
                etat="manquant"
                mot={compter(l.empeches, 'envoi empêché', { pluriel: 'envois empêchés' })}
              />
            </>
          ) : null}
        </p>
      </Section>
    )
  },
}

/** Au-delà, sa page les montre tous. */
const montres = 5

export const contributionPersonneEtapes: PersonneContribution = {
  nom: 'etapes',
  rang: 60,
  async section(tx, personnes, visiteur) {
    const [fiche] = personnes
    if (!fiche || !peutVisiteur(visiteur, 'inscriptions.lire')) return undefined
    const envois = await envoisDeLaPersonne(tx, personnes, montres)
    return (
      <Section
        titre="Ce qu’elle a reçu"
        id="envois"
        outils={[{ libelle: 'Tout, et son adresse', href: recusUrl({ personne: fiche }) }]}
      >
        {envois.length === 0 ? (
          <p>Aucun courriel n’est encore parti.</p>
        ) : (
          <Journal envois={envois} session />
        )}
      </Section>
    )
  },
}

export const contributionsEtapes: Contributions = {
  avertit: true,
  async aFaire(tx, { visiteur }) {
    if (!peutVisiteur(visiteur, 'inscriptions.convoquer')) return []
    const [adresses, empechees] = await Promise.all([adressesARefaire(tx, 20), empechementsEnCours(tx)])
    return [
      ...empechees.map((e) => ({
        href: `${envoisUrl({ session: e.session })}#empeche`,
        verbe: 'Débloquer',
        chose: `« ${nomDEtape(e.code)} »`,
        detail: `Cet envoi n’a pas pu partir. ${e.intitule}\u00a0: ${e.phrase}`,
        geste: 'Voir ce qui manque',
      })),
      ...adresses.map((a) => ({
        href: recusUrl({ personne: a.personne }),
        verbe: 'Demander',
        chose: `une autre adresse à ${a.nom}`,
        detail: `${a.courriel} ne répond plus\u00a0: rien ne lui part.`,
        geste: 'Voir',
        avis: 'courriel-refuse',
      })),
    ]
  },
}

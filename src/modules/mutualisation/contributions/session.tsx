import { formaterDate } from '#kernel/dates.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { etatsFinis, etatsQuiSeTiennent, sessionUneFois } from '#modules/sessions/index.ts'
import { Section, Table } from '#web/components.tsx'
import type { FaitsDeSession, SessionContribution } from '#web/contributions.ts'
import { aVenirUneFois, derogationsUneFois, sansDossierUneFois } from '../db/dossier-attendu.ts'
import { derogerDossierUrl, missionUrl } from '../liens.ts'

/** Une personne prêtée, quel que soit le nombre de ses missions. */
const qui = (nom: string, envoyeur: string) => `${nom.trim()}, ${de(envoyeur)}`

/** Ce que la mutualisation sait d’une session : qui y est prêté sans dossier 21/22, et qui l’a permis. */
export const sessionMutualisation: SessionContribution = {
  nom: 'mutualisation',
  // Après la qualité : un dossier qui n’est pas remis l’emporte sur une fiche par ailleurs à jour.
  rang: 96,
  // Avec la page, d’un envoi : demandées après, elles lui en faisaient rouvrir un autre.
  prelire: (tx, session) => [
    sansDossierUneFois(tx, session),
    derogationsUneFois(tx, session),
    aVenirUneFois(tx, session),
  ],
  async section(tx, session) {
    const derogations = await derogationsUneFois(tx, session)
    const etat = (await sessionUneFois(tx, session))?.etat
    // Ouverte, la session reçoit encore qui l’on veut : elle se confirme, ou non, avec qui y est.
    const aVenir = etatsQuiSeTiennent.some((e) => e === etat) ? await aVenirUneFois(tx, session) : []
    // Qui l’anime déjà est parmi ce qui manque à la session.
    const animent = await sansDossierUneFois(tx, session)
    const refusees = new Map(
      aVenir
        .filter((m) => !animent.some((x) => x.personne === m.fiche))
        .map((m) => [qui(`${m.prenom} ${m.famille}`, m.envoyeur), `${m.prenom} ${m.famille}`.trim()]),
    )
    if (derogations.length === 0 && refusees.size === 0) return undefined
    return (
      <Section titre="Dossiers des personnes prêtées" id="dossiers-des-personnes-pretees">
        {[...refusees].map(([elle, nom]) => (
          <p>
            {elle}, n’a pas de dossier 21/22 qui vaille à ces heures. Avant de l’affecter ici, il faut que la
            personne le remette, ou que vous y dérogiez.{' '}
            <a href={derogerDossierUrl({ session })}>Déroger pour {nom}</a>
          </p>
        ))}
        {derogations.length === 0 ? null : (
          <Table
            legende="Dérogations au dossier 21/22 d’une personne prêtée"
            lignes={derogations}
            colonnes={[
              { titre: 'Dérogation', entete: true, cell: (d) => d.nom },
              { titre: 'Pourquoi', cell: (d) => d.motif },
              { titre: 'Le', cell: (d) => formaterDate(jourLocal(d.le, ZONE_PAR_DEFAUT)) },
            ]}
          />
        )}
      </Section>
    )
  },
  async faits(tx, session, visiteur): Promise<FaitsDeSession> {
    const manquent = await sansDossierUneFois(tx, session)
    if (manquent.length === 0) return { gardes: {} }
    const etat = (await sessionUneFois(tx, session))?.etat
    const [vise, demande] = [peutVisiteur(visiteur, 'pieces.viser'), peutVisiteur(visiteur, 'appels.tenir')]
    // Finie, plus rien ne s’y répare.
    const finie = etatsFinis.some((e) => e === etat)
    const seTient = etatsQuiSeTiennent.some((e) => e === etat)
    const interrompue = etat === 'interrompue'
    const suite =
      etat === 'confirmee'
        ? 'la session est confirmée, et ne commence pas sans lui.'
        : etat === 'en-cours'
          ? 'la session a commencé sans lui.'
          : interrompue
            ? 'la session est interrompue, et ne reprend pas sans lui.'
            : 'la session ne se confirme pas sans lui.'
    return {
      gardes: { 'dossier-formateur-a-jour': false },
      manques: (finie ? [] : manquent).map((m, i) => ({
        etat: 'manquant',
        chose: `${qui(m.nom, m.envoyeur)}, n’a pas de dossier 21/22 qui vaille à ces heures : ${suite}${
          m.demandeLe
            ? ` Demandé le ${formaterDate(jourLocal(m.demandeLe, ZONE_PAR_DEFAUT))}.`
            : ' Demandez-le-lui depuis la page de sa mission.'
        }`,
        qui: m.nom,
        quand: seTient ? 'dès maintenant' : interrompue ? 'avant de reprendre' : 'avant de confirmer',
        geste: (
          <>
            {demande ? <a href={`${missionUrl({ mission: m.mission })}#dossier`}>Ouvrir sa mission</a> : null}
            {vise && manquent.findIndex((x) => x.personne === m.personne) === i ? (
              <>
                {' '}
                <a href={derogerDossierUrl({ session })}>Déroger pour {m.nom}</a>
              </>
            ) : null}
          </>
        ),
      })),
    }
  },
}

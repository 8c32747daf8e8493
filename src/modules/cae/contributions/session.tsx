import { peutVisiteur } from '#modules/organisme/index.ts'
import { etatsFinis, etatsQuiSeTiennent } from '#modules/sessions/index.ts'
import { Section, Table } from '#web/components.tsx'
import type { FaitsDeSession, SessionContribution } from '#web/contributions.ts'
import { derogationsDe, etatDeLaSession, lireComite, nonHabilites } from '../db/habilitations.ts'
import { missionsDeLaSession } from '../db/missions.ts'
import { demanderMissionUrl, derogerUrl, habilitationsUrl } from '../liens.ts'
import { TableDeMissions } from '../pages/missions-commun.tsx'

/** Ce que la CAE montre et sait d’une session : qui y intervient d’une autre enseigne (indicateur 18), qui n’y est pas habilité. */
export const sessionCae: SessionContribution = {
  nom: 'cae',
  // Après la qualité : une habilitation qui manque l’emporte sur un dossier par ailleurs à jour.
  rang: 95,
  async section(tx, session, visiteur, maintenant) {
    if (!visiteur.cae || !peutVisiteur(visiteur, 'activites.lire', { estSien: true })) return undefined
    const missions = await missionsDeLaSession(tx, session, maintenant)
    const derogations = await derogationsDe(tx, session)
    const demande = peutVisiteur(visiteur, 'missions.tenir', { estSien: true })
    const etat = await etatDeLaSession(tx, session)
    const deroge =
      peutVisiteur(visiteur, 'habilitations.tenir') &&
      etatsQuiSeTiennent.some((e) => e === etat) &&
      (await lireComite(tx))?.exigeDepuis != null
    if (missions.length === 0 && derogations.length === 0 && !demande && !deroge) return undefined
    return (
      <Section
        titre="Entre enseignes"
        id="entre-enseignes"
        serre={missions.length + derogations.length === 0}
      >
        {missions.length > 0 ? (
          <TableDeMissions legende="Missions d’autres enseignes pour cette session" missions={missions} />
        ) : null}
        {derogations.length > 0 ? (
          <Table
            legende="Dérogations d’habilitation"
            lignes={derogations}
            colonnes={[
              {
                titre: 'Dérogation',
                entete: true,
                cell: (d) => d.nom ?? 'Une personne d’une autre enseigne',
              },
              { titre: 'Pourquoi', cell: (d) => d.motif },
            ]}
          />
        ) : null}
        {deroge ? (
          <p>
            <a href={derogerUrl({ session })}>Permettre qu’une personne non habilitée y anime</a>
          </p>
        ) : null}
        {demande ? (
          <p>
            <a href={`${demanderMissionUrl()}?session=${encodeURIComponent(session)}`}>
              Demander une intervention à une autre enseigne
            </a>
          </p>
        ) : null}
      </Section>
    )
  },
  async faits(tx, session, visiteur): Promise<FaitsDeSession> {
    const manquent = visiteur.cae ? await nonHabilites(tx, session) : []
    if (manquent.length === 0) return { gardes: {} }
    const tient = peutVisiteur(visiteur, 'habilitations.tenir')
    const etat = await etatDeLaSession(tx, session)
    // Finie, plus rien ne s’y répare.
    const finie = etatsFinis.some((e) => e === etat)
    const confirmee = etat === 'confirmee' || etat === 'en-cours'
    return {
      gardes: { 'dossier-formateur-a-jour': false },
      manques: (finie ? [] : manquent).map((m) => ({
        etat: 'manquant',
        chose: `${m.nom ?? 'Une personne d’une autre enseigne'} n’est pas habilité·e à ces dates${confirmee ? ', et la session est confirmée' : ' : la session ne se confirme pas'}.`,
        qui: 'Comité des habilitations',
        quand: confirmee ? 'dès maintenant' : 'avant de confirmer',
        geste: tient ? (
          <a href={derogerUrl({ session })}>Déroger</a>
        ) : peutVisiteur(visiteur, 'habilitations.lire', { estSien: true }) ? (
          <a href={habilitationsUrl()}>Voir les habilitations</a>
        ) : (
          ''
        ),
      })),
    }
  },
}

import { Hono } from 'hono'
import { centimes, montantDecimal } from '#kernel/montant.ts'
import { exigerDroit, peutSuivre } from '#modules/organisme/index.ts'
import { Alert, ButtonLink, Empty, Exporter, Page, Section } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { forbidden } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { ecrituresInternes, listerMissions, MISSIONS_MAX } from '../db/missions.ts'
import { attendQuiLit, horsCaeMissions, type MissionLue } from '../domain/missions.ts'
import { communeUrl, demanderMissionUrl, ecrituresInternesUrl, missionsUrl, repartirUrl } from '../liens.ts'
import { TableDeMissions } from './missions-commun.tsx'

const Liste = ({ missions }: { missions: readonly MissionLue[] }) => {
  const aVous = missions.filter(attendQuiLit)
  const cadres = missions.filter((m) => m.genre === 'cadre' && m.etat === 'accordee' && !aVous.includes(m))
  const enCours = missions.filter(
    (m) =>
      !aVous.includes(m) && !cadres.includes(m) && ['demandee', 'accordee', 'constatee'].includes(m.etat),
  )
  const passees = missions.filter((m) => !aVous.includes(m) && !cadres.includes(m) && !enCours.includes(m))
  const parts: readonly (readonly [titre: string, id: string, lignes: readonly MissionLue[]])[] = [
    ['À vous', 'a-vous', aVous],
    ['En cours', 'en-cours', enCours],
    ['Convenu d’avance', 'cadres', cadres],
    ['Passées', 'passees', passees],
  ]
  const collectives = [
    ...new Map(
      missions
        .filter(
          (m) => m.genre === 'cadre' && m.cle === 'pourcent' && ['demandee', 'accordee'].includes(m.etat),
        )
        .map((m) => [m.acheteuse, m.nomAcheteuse]),
    ),
  ]
  return (
    <Page
      title="Entre enseignes"
      lede="Une collègue de la coopérative intervient pour vous, ou vous pour elle : une écriture, pas une facture ; ni TVA, ni contribution, rien au BPF."
    >
      {missions.length > MISSIONS_MAX ? (
        <Alert fort={`Les ${MISSIONS_MAX} missions les plus récentes sont ici.`}>
          L’export a toutes les écritures.
        </Alert>
      ) : null}
      {missions.length === 0 ? (
        <Empty titre="Aucune mission entre enseignes">
          Demandez une intervention : l’autre enseigne répond, puis vous constatez ensemble ce qui a été tenu.
        </Empty>
      ) : null}
      {peutSuivre('missions.tenir') ? (
        <p class="gestes-l">
          <ButtonLink href={demanderMissionUrl()} genre="main">
            Demander une mission
          </ButtonLink>
          {cadres.some((m) => m.cle === 'pourcent' && m.miens.includes('acheteuse')) ? (
            <ButtonLink href={repartirUrl()}>Répartir ce qu’une marque commune a reçu</ButtonLink>
          ) : null}
        </p>
      ) : null}
      {collectives.length > 0 ? (
        <Section titre="Activités communes" id="communes" sous="Ce qui se partage par une convention.">
          <ul>
            {collectives.map(([id, nom]) => (
              <li>
                <a href={communeUrl({ activite: id })}>{nom}</a>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {parts.map(([titre, id, lignes]) =>
        lignes.length > 0 ? (
          <Section titre={titre} id={id}>
            <TableDeMissions legende={titre} missions={lignes} />
          </Section>
        ) : null,
      )}
      {missions.length > 0 ? (
        <p>
          <Exporter href={ecrituresInternesUrl()} />
        </p>
      ) : null}
    </Page>
  )
}

export const missionsPages = new Hono<Env>()
  .get(missionsUrl.modele, exigerDroit('activites.lire'), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) =>
      visiteur.cae
        ? c.html(<Liste missions={await listerMissions(tx, c.get('services').clock.now())} />)
        : forbidden(c, horsCaeMissions),
    ),
  )
  .get(ecrituresInternesUrl.modele, exigerDroit('activites.lire'), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) =>
      visiteur.cae
        ? repondreCsv(
            c,
            'entre-enseignes',
            enCsv(
              ['le', 'enseigne', 'avec', 'objet', 'montant_ht', 'mission'],
              (await ecrituresInternes(tx)).map((e) => [
                e.le.toISOString(),
                e.enseigne,
                e.avec,
                e.objet,
                montantDecimal(centimes(e.montant)),
                e.mission,
              ]),
            ),
          )
        : forbidden(c, horsCaeMissions),
    ),
  )

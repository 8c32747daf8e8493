/** Ce qu’une enseigne a à compléter pour que le bilan de la coopérative la compte : ses lignes, et rien d’une autre. */
import { Hono } from 'hono'
import { accorder, compter, de } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { Empty, Exporter, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import type { Exercice } from '../domain/dossier.ts'
import { ecrireExercice, nomExercice } from '../domain/exercices.ts'
import { lireBilan } from '../lecture/lire-bilan.ts'
import { completeuse, lireManques, type ManqueDit } from '../lecture/lire-manques.ts'
import { aCompleterUrl } from '../liens.ts'
import { surLEnseigne } from './commun.ts'

const Manques = ({
  legende,
  manques,
  mene,
}: {
  legende: string
  manques: readonly ManqueDit[]
  /** La page où cela se complète s’ouvre à qui lit. */
  mene: boolean
}) => (
  <Table
    legende={legende}
    lignes={manques}
    colonnes={[
      { titre: 'Ce qui manque', entete: true, cell: (m) => m.phrase },
      { titre: 'Où', cell: (m) => m.ou },
      ...(mene
        ? [
            {
              titre: 'Le compléter',
              cell: (m: ManqueDit) =>
                m.href ? (
                  <a href={m.href}>
                    Ouvrir<span class="unseen"> {m.ou}</span>
                  </a>
                ) : (
                  'Sur le bilan de la coopérative.'
                ),
            },
          ]
        : []),
    ]}
  />
)

const ACompleter = ({
  exercice,
  enseigne,
  siens,
  autres,
}: {
  exercice: Exercice
  enseigne: { readonly id: string; readonly nom: string }
  siens: readonly ManqueDit[]
  autres: readonly ManqueDit[]
}) => (
  <Page
    title={`Au bilan ${nomExercice(exercice)}`}
    lede={`Le bilan pédagogique et financier est celui de la coopérative. Chaque ligne qui suit est ${de(enseigne.nom)} : il y manque une case tant qu’elle n’est pas complétée.`}
  >
    {siens.length === 0 ? (
      <Empty
        titre={
          autres.length > 0 ? 'Vous n’avez rien à compléter ici' : `${enseigne.nom} n’a rien à compléter`
        }
      >
        {autres.length > 0
          ? 'Ce qui manque encore, une autre personne le complète.'
          : 'Rien de ce qui se lit d’ici ne manque.'}
      </Empty>
    ) : (
      <>
        <p>
          {compter(siens.length, 'ligne')} {accorder(siens.length, 'reste', 'restent')} à compléter.
        </p>
        <Manques legende="Ce que vous complétez" manques={siens} mene />
      </>
    )}
    {autres.length > 0 ? (
      <Section
        titre="À compléter par d’autres"
        id="autres"
        sous="Qui conduit la session, ou l’équipe d’appui, le complète."
      >
        <Manques legende="Ce que d’autres complètent" manques={autres} mene={false} />
      </Section>
    ) : null}
    {siens.length + autres.length > 0 ? (
      <p>
        <Exporter
          href={withQuery(aCompleterUrl({ exercice: ecrireExercice(exercice), activite: enseigne.id }), {
            format: 'csv',
          })}
        />
      </p>
    ) : null}
  </Page>
)

export const aCompleterPage = new Hono<Env>().get(aCompleterUrl.modele, exigerDroit('activites.lire'), (c) =>
  surLEnseigne(c, async (tx, visiteur, exercice, enseigne) => {
    const manques = (await lireManques(tx, await lireBilan(tx, exercice))).filter((m) =>
      m.enseignes.includes(enseigne.id),
    )
    const peut = await completeuse(tx, visiteur)
    return c.req.query('format') === 'csv'
      ? repondreCsv(
          c,
          `a-completer-${nomExercice(exercice)}`,
          enCsv(
            ['manque', 'ou', 'complete_par', 'adresse'],
            manques.map((m) => {
              const sien = peut(m.par)
              return [m.phrase, m.ou, sien ? 'vous' : 'une autre personne', sien ? m.href : null]
            }),
          ),
        )
      : c.html(
          <ACompleter
            exercice={exercice}
            enseigne={enseigne}
            siens={manques.filter((m) => peut(m.par))}
            autres={manques.filter((m) => !peut(m.par))}
          />,
        )
  }),
)

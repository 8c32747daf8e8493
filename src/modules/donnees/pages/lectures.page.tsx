import { Hono } from 'hono'
import { formaterHeure } from '#kernel/heures.ts'
import { heureLocale, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Empty, Etat, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Lecture, listerLectures } from '../db/demandes.ts'
import { lecturesCsvUrl, lecturesUrl } from '../liens.ts'
import { jourDe, nomsDesMembres, racine } from './commun.ts'

const motRecit: Readonly<Record<string, string>> = {
  adaptation: 'récit d’une demande d’adaptation',
  signalement: 'récit d’un signalement',
}
const quoi = (l: Lecture): string =>
  ({
    dossier: `dossier de données de ${l.personne}`,
    export: `archive de ${l.personne}, emportée`,
    remise: `archive de ${l.personne}, préparée pour elle`,
    recit: motRecit[l.detail ?? ''] ?? 'récit protégé',
    mesures: 'mesures d’une adaptation',
    piece: l.detail ?? 'pièce sensible',
  })[l.quoi]

const Vue = ({ lectures, nom }: { lectures: readonly Lecture[]; nom: (compte: string | null) => string }) => (
  <Page
    title="Journal des lectures"
    path={[...racine]}
    lede="Qui a ouvert ou emporté ce qui est sensible : les récits protégés, les dossiers de données, les archives. Un refus y reste aussi."
  >
    <Section titre="Lectures" id="lectures">
      {lectures.length === 0 ? (
        <Empty titre="Personne n’a rien lu de sensible">
          La première ouverture d’un récit protégé, ou du dossier de données d’une personne, s’écrira ici.
        </Empty>
      ) : (
        <>
          <Table
            legende="Lectures de ce qui est sensible"
            lignes={lectures}
            colonnes={[
              {
                titre: 'Le',
                entete: true,
                cell: (l) => `${jourDe(l.le)}, ${formaterHeure(heureLocale(l.le, ZONE_PAR_DEFAUT).minute)}`,
              },
              { titre: 'Qui', cell: (l) => nom(l.par) },
              { titre: 'Quoi', cell: quoi },
              {
                titre: 'Réponse',
                cell: (l) =>
                  l.accordee ? <Etat etat="prouve" mot="lu" /> : <Etat etat="manquant" mot="refusé" />,
              },
            ]}
          />
          <p>
            <a href={lecturesCsvUrl()}>Exporter en CSV</a>
          </p>
        </>
      )}
    </Section>
  </Page>
)

export const lecturesPage = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>()
    .get(lecturesUrl(), exigerDroit('donnees.effacer'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        c.html(<Vue lectures={await listerLectures(tx, 200)} nom={await nomsDesMembres(tx)} />),
      ),
    )
    .get(lecturesCsvUrl(), exigerDroit('donnees.effacer'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const nom = await nomsDesMembres(tx)
        return repondreCsv(
          c,
          'lectures',
          enCsv(
            ['le', 'qui', 'quoi', 'accordee'],
            (await listerLectures(tx, 5000)).map((l) => [
              l.le.toISOString(),
              nom(l.par),
              quoi(l),
              l.accordee ? 'oui' : 'non',
            ]),
          ),
        )
      }),
    )

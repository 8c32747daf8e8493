import { Hono } from 'hono'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { compter, plier } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Chercher, Empty, Exporter, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { filtrer, lireMots } from '#web/filtrer.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { trousParQui } from '../db/mesures.queries.ts'
import type { Controle } from '../domain/controle.ts'
import { controleDe } from '../domain/controles/index.ts'
import { codesDuCadre, lireEquipe, lireRegard } from '../lecture/lire-score.ts'
import { aFaireCsvUrl, aFaireUrl, indicateurUrl } from '../liens.ts'
import { racine } from './commun.ts'

export type TacheQualite = {
  readonly controle: Controle
  readonly trous: number
  readonly jour: string | null
}

/** Les trous rangés par personne : celle que le fait désigne, à défaut celle qui tient le rôle. */
export const lireTaches = async (
  tx: TenantTx,
  maintenant: Date,
): Promise<ReadonlyMap<string, readonly TacheQualite[]>> => {
  const regard = await lireRegard(tx, maintenant)
  const equipe = await lireEquipe(tx)
  const parNom = new Map<string, Map<string, TacheQualite>>()
  for (const t of await trousParQui(tx, regard, codesDuCadre(regard.cadre))) {
    const controle = controleDe(t.code)
    if (!controle) continue
    const nom = equipe.nommer(t.qui, controle.agit)
    const siennes = parNom.get(nom) ?? new Map<string, TacheQualite>()
    const deja = siennes.get(t.code)
    siennes.set(t.code, {
      controle,
      trous: t.trous + (deja?.trous ?? 0),
      jour: [t.jour, deja?.jour ?? null].filter((x) => x !== null).sort()[0] ?? null,
    })
    parNom.set(nom, siennes)
  }
  return new Map(
    [...parNom]
      .sort(([a], [b]) => a.localeCompare(b, 'fr'))
      .map(([nom, t]) => [
        nom,
        [...t.values()].toSorted(
          (a, b) =>
            a.controle.indicateur - b.controle.indicateur || a.controle.code.localeCompare(b.controle.code),
        ),
      ]),
  )
}

const Vue = ({ taches, q }: { taches: ReadonlyMap<string, readonly TacheQualite[]>; q: string }) => {
  const montrees = [...taches]
    .map(([nom, siennes]) => [nom, filtrer(siennes, q, (t) => `${nom} ${t.controle.de}`)] as const)
    .filter(([, siennes]) => siennes.length > 0)
  return (
    <Page
      title="Qui doit agir"
      path={racine}
      lede="Chaque trou est dit à la personne qui peut le réparer : celle que le dossier désigne, à défaut celle qui en tient le rôle."
    >
      {taches.size === 0 ? (
        <Empty titre="Rien à réparer">
          Tout ce que le logiciel sait lire est tenu. Le reste se juge, indicateur par indicateur.
        </Empty>
      ) : (
        <Chercher quoi="Personne, chose attendue" url={aFaireUrl()} q={q} rien={montrees.length === 0}>
          {montrees.map(([nom, siennes]) => (
            <Section
              titre={nom}
              id={`p-${plier(nom).replaceAll(' ', '-')}`}
              sous={compter(
                siennes.reduce((n, t) => n + t.trous, 0),
                'trou',
                { pluriel: 'trous' },
              )}
            >
              <Table
                legende={`Ce que ${nom} peut réparer`}
                lignes={siennes}
                colonnes={[
                  {
                    titre: 'Ce qui est attendu',
                    entete: true,
                    cell: (t) => (
                      <a href={indicateurUrl({ numero: t.controle.indicateur })}>{t.controle.de}</a>
                    ),
                  },
                  { titre: 'Indicateur', nombre: true, cell: (t) => t.controle.indicateur },
                  { titre: 'Trous', nombre: true, cell: (t) => t.trous },
                  {
                    titre: 'Le plus ancien',
                    cell: (t) => (t.jour ? formaterDate(t.jour as DateCivile, 'court') : ''),
                  },
                ]}
              />
            </Section>
          ))}
          <p>
            <Exporter href={aFaireCsvUrl()} />
          </p>
        </Chercher>
      )}
    </Page>
  )
}

export const aFairePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(aFaireUrl(), exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        c.html(<Vue taches={await lireTaches(tx, clock.now())} q={lireMots(c)} />),
      ),
    )
    .get(aFaireCsvUrl(), exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        repondreCsv(
          c,
          'qualite-a-faire',
          enCsv(
            ['personne', 'indicateur', 'controle', 'attendu', 'trous', 'le_plus_ancien'],
            [...(await lireTaches(tx, clock.now()))].flatMap(([nom, t]) =>
              t.map((x) => [nom, x.controle.indicateur, x.controle.code, x.controle.de, x.trous, x.jour]),
            ),
          ),
        ),
      ),
    )

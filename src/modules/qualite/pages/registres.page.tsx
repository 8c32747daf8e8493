import { Hono } from 'hono'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { plier } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { ButtonLink, Empty, Exporter, FilterField, Filters, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { notFound } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Lectorat, lectorats } from '../db/diffusion.ts'
import { compterLignes, type Ligne, listerLignes } from '../db/registre.ts'
import { direChamp, familles, type RegistreQualite, registreDe, registres } from '../domain/registres.ts'
import { lireEquipe } from '../lecture/lire-score.ts'
import {
  ateliersUrl,
  indicateurUrl,
  ligneUrl,
  nouvelleLigneUrl,
  registreCsvUrl,
  registresUrl,
  registreUrl,
  sousTraitanceUrl,
  veillePartageeUrl,
} from '../liens.ts'
import { lireParam, racine } from './commun.ts'

const jour = (j: string) => formaterDate(j as DateCivile, 'court')

const Registres = ({ comptes }: { comptes: ReadonlyMap<string, { nombre: number; le: string }> }) => (
  <Page
    title="Les registres"
    path={racine}
    lede="Ce qu’aucun autre geste ne dit : réunions, veille, partenaires, lieux, dossiers des intervenants, sous-traitance, actions. Une ligne se révise, elle ne s’efface pas."
  >
    {familles.map((famille) => (
      <Section titre={famille} id={plier(famille)}>
        <Table
          legende={`Registres : ${famille}`}
          lignes={Object.entries(registres).filter(([, r]) => r.famille === famille)}
          colonnes={[
            {
              titre: 'Registre',
              entete: true,
              cell: ([genre, r]) => <a href={registreUrl({ genre })}>{r.titre}</a>,
            },
            { titre: 'Lignes', nombre: true, cell: ([genre]) => comptes.get(genre)?.nombre ?? 0 },
            {
              titre: 'La dernière',
              cell: ([genre]) => {
                const c = comptes.get(genre)
                return c ? jour(c.le) : 'aucune'
              },
            },
            { titre: 'Indicateur', nombre: true, cell: ([, r]) => r.indicateurs.join(', ') },
          ]}
        />
      </Section>
    ))}
  </Page>
)

const resume = (r: RegistreQualite, l: Ligne): string =>
  r.champs
    .filter((c) => c.genre !== 'cases')
    .map((c) => direChamp(c, l.contenu[c.nom]))
    .filter((t) => t !== '')
    .slice(0, 2)
    .join(' · ')

const Lignes = ({
  genre,
  r,
  lignes,
  q,
  ecrit,
  lues,
}: {
  genre: string
  r: RegistreQualite
  lignes: readonly Ligne[]
  q: string
  ecrit: boolean
  /** D’un registre de veille : qui dit avoir lu chaque ligne. */
  lues: ReadonlyMap<string, Lectorat>
}) => (
  <Page title={r.titre} path={[...racine, { libelle: 'Les registres', href: registresUrl() }]} lede={r.lede}>
    {ecrit ? (
      <p>
        <ButtonLink href={nouvelleLigneUrl({ genre })} genre="call">
          Inscrire {r.un}
        </ButtonLink>
      </p>
    ) : null}
    {genre.startsWith('veille-') ? (
      <p>
        <a href={veillePartageeUrl()}>Reprendre une source partagée par nos pôles</a>
      </p>
    ) : genre === 'developpement' ? (
      <p>
        <a href={ateliersUrl()}>Les ateliers de la coopérative : une ligne par personne présente</a>
      </p>
    ) : genre === 'contrat-sous-traitance' ? (
      <p>
        <a href={sousTraitanceUrl()}>La part du CPF confiée au dehors, et tous les contrats</a>
      </p>
    ) : null}
    {lignes.length === 0 && q === '' ? (
      <Empty titre="Ce registre est vide">{r.vide}</Empty>
    ) : (
      <>
        <Filters label={`Chercher : ${r.titre}`} action={registreUrl({ genre })}>
          <FilterField name="q" label="Mots" value={q} />
        </Filters>
        {lignes.length === 0 ? (
          <Empty titre="Aucune ligne ne dit cela">Essayez un autre mot, ou videz la recherche.</Empty>
        ) : (
          <Table
            legende={r.titre}
            lignes={lignes}
            colonnes={[
              { titre: r.libelleJour, cell: (l) => jour(l.le) },
              {
                titre: r.libelleTitre,
                entete: true,
                cell: (l) => <a href={ligneUrl({ genre, ligne: l.id })}>{l.titre}</a>,
              },
              ...(r.liens.length > 0 ? [{ titre: 'Pour', cell: (l: Ligne) => l.rattachee }] : []),
              ...(r.champs.length > 0
                ? [{ titre: 'Ce qui est écrit', cell: (l: Ligne) => resume(r, l) }]
                : []),
              ...(genre.startsWith('veille-')
                ? [
                    {
                      titre: 'Disent l’avoir lue',
                      cell: (l: Ligne) => {
                        const x = lues.get(l.id)
                        return x ? `${x.lues}\u00a0sur\u00a0${x.transmises}` : ''
                      },
                    },
                  ]
                : []),
              ...(r.libelleTerme
                ? [{ titre: r.libelleTerme, cell: (l: Ligne) => (l.expireLe ? jour(l.expireLe) : '') }]
                : []),
            ]}
          />
        )}
        <p>
          <Exporter href={registreCsvUrl({ genre })} />
        </p>
      </>
    )}
    <p class="sub">
      {r.indicateurs.map((n) => (
        <a href={indicateurUrl({ numero: n })}>Voir l’indicateur {n}</a>
      ))}
    </p>
  </Page>
)

export const registresPages = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>()
    .get(registresUrl(), exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx) => c.html(<Registres comptes={await compterLignes(tx)} />)),
    )
    .get(registreUrl.modele, exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const genre = c.req.param('genre')
        const r = registreDe(genre)
        if (!r) return notFound(c)
        const q = lireParam(c, 'q').trim()
        const mots = plier(q)
          .split(' ')
          .filter((m) => m !== '')
        const lignes = (await listerLignes(tx, genre)).filter((l) => {
          const texte = plier([l.titre, l.rattachee, ...Object.values(l.contenu).flat()].join(' '))
          return mots.every((m) => texte.includes(m))
        })
        return c.html(
          <Lignes
            genre={genre}
            r={r}
            lignes={lignes}
            q={q}
            ecrit={peutVisiteur(visiteur, 'registres.tenir')}
            lues={
              genre.startsWith('veille-')
                ? await lectorats(
                    tx,
                    lignes.map((l) => l.id),
                  )
                : new Map()
            }
          />,
        )
      }),
    )
    .get(registreCsvUrl.modele, exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const genre = c.req.param('genre')
        const r = registreDe(genre)
        if (!r) return notFound(c)
        const equipe = await lireEquipe(tx)
        return repondreCsv(
          c,
          `registre-${genre}`,
          enCsv(
            ['le', 'titre', 'pour', 'jusqu_au', ...r.champs.map((x) => x.nom), 'inscrit_le', 'par'],
            (await listerLignes(tx, genre)).map((l) => [
              l.le,
              l.titre,
              l.rattachee,
              l.expireLe,
              ...r.champs.map((x) => direChamp(x, l.contenu[x.nom])),
              jourLocal(l.inscritLe, ZONE_PAR_DEFAUT),
              equipe.nomDe(l.par),
            ]),
          ),
        )
      }),
    )

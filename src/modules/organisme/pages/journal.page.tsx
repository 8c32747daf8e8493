import { Hono } from 'hono'
import { asId, type Id } from '#kernel/id.ts'
import { asZone, heureLocale, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import { adhesions } from '#modules/comptes/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  direPhrase,
  type GesteConsigne,
  type GesteId,
  jetonsDe,
  lireJournal,
  type Repere,
} from '#platform/db/journal.ts'
import { Empty, Exporter, FilterField, Filters, Page, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { decodeCursor, encodeCursor } from '#web/pagination.ts'
import { listerEnseignes } from '../db/enseignes.queries.ts'
import { lireOrganisme, listerEtablissements } from '../db/organisme.queries.ts'
import type { Nommeur, Prises } from '../gestes/composer.ts'
import { exigerDroit } from '../web/droits.ts'
import { journalUrl } from '../web/liens.ts'
import { dansOrganisme, nomDe, racine } from './commun.tsx'

const taille = 50
/** Un export garde les derniers gestes ; au-delà, on exporte le registre entier. */
const exportMax = 10_000

const modules: Readonly<Record<string, string>> = {
  organisme: 'Coopérative',
  comptes: 'Comptes',
  catalogue: 'Catalogue',
  tiers: 'Personnes',
  sessions: 'Sessions',
  inscriptions: 'Inscriptions',
  emargement: 'Émargement',
  documents: 'Documents',
}
const nomDeModule = (code: string): string =>
  (Object.hasOwn(modules, code) ? modules[code] : undefined) ?? code

const locaux: Readonly<Record<string, Nommeur>> = {
  personne: async (tx) => new Map((await adhesions(tx)).map((m) => [m.compte as string, nomDe(m)])),
  enseigne: async (tx) => new Map((await listerEnseignes(tx)).map((e) => [e.id as string, e.nom])),
  etablissement: async (tx) => new Map((await listerEtablissements(tx)).map((e) => [e.id as string, e.nom])),
}

/** Lit une fois, par genre, les noms que ces phrases demandent. Les membres d'abord, puis les modules. */
const nommer = async (
  tx: TenantTx,
  gestes: readonly GesteConsigne[],
  autres: Readonly<Record<string, Nommeur>>,
): Promise<(genre: string, id: string) => string | undefined> => {
  const demandes = [
    ...jetonsDe(gestes.map((g) => g.phrase)),
    ...gestes.flatMap((g) => (g.par ? [{ genre: 'personne', id: g.par as string }] : [])),
  ]
  const noms = new Map<string, string>()
  for (const genre of new Set(demandes.map((d) => d.genre))) {
    const ids = [...new Set(demandes.filter((d) => d.genre === genre).map((d) => d.id))]
    for (const table of [locaux, autres]) {
      const nommeur = Object.hasOwn(table, genre) ? table[genre] : undefined
      const restants = ids.filter((id) => !noms.has(`${genre}:${id}`))
      if (!nommeur || restants.length === 0) continue
      for (const [id, nom] of await nommeur(tx, restants)) noms.set(`${genre}:${id}`, nom)
    }
  }
  return (genre, id) => noms.get(`${genre}:${id}`)
}

const quand = (instant: Date, zone: Zone): string => {
  const { date, minute } = heureLocale(instant, zone)
  const [annee, mois, jour] = date.split('-')
  const deux = (n: number) => String(n).padStart(2, '0')
  return `${jour}/${mois}/${annee} à ${Math.floor(minute / 60)}\u00a0h\u00a0${deux(minute % 60)}`
}

type Ligne = {
  readonly quand: string
  readonly qui: string
  readonly module: string
  readonly phrase: string
}

const enLignes = (
  gestes: readonly GesteConsigne[],
  zone: Zone,
  nom: (genre: string, id: string) => string | undefined,
): Ligne[] =>
  gestes.map((g) => ({
    quand: quand(g.faitLe, zone),
    qui: g.par ? (nom('personne', g.par) ?? 'nom effacé') : 'une tâche',
    module: nomDeModule(g.module),
    phrase: direPhrase(g.phrase, nom),
  }))

const Vue = (p: {
  lignes: readonly Ligne[]
  module: string | undefined
  suivante: string | undefined
  debut: boolean
}) => {
  const ici = withQuery(journalUrl(), { module: p.module })
  return (
    <Page
      title="Journal"
      lede="Chaque geste, par qui, quand. Rien ne s’y corrige ni ne s’en retire."
      path={racine}
    >
      <Filters label="Filtrer le journal" action={journalUrl()}>
        <FilterField
          name="module"
          label="Partie"
          value={p.module}
          options={[
            { value: '', label: 'toutes' },
            ...Object.entries(modules).map(([value, label]) => ({ value, label })),
          ]}
        />
      </Filters>
      {p.lignes.length === 0 ? (
        <Empty titre="Aucun geste ici">Ce qui se fera s’y inscrira de soi-même.</Empty>
      ) : (
        <Table
          legende="Journal des gestes, du plus récent au plus ancien"
          lignes={p.lignes}
          colonnes={[
            { titre: 'Quand', cell: (l) => l.quand },
            { titre: 'Geste', entete: true, cell: (l) => l.phrase },
            { titre: 'Par', cell: (l) => l.qui },
            { titre: 'Partie', cell: (l) => l.module },
          ]}
        />
      )}
      <div class="pied">
        <nav aria-label="Pages">
          <p>
            {p.debut ? <span class="eteint">Les plus récents</span> : <a href={ici}>Les plus récents</a>}{' '}
            {p.suivante ? (
              <a href={withQuery(ici, { apres: p.suivante })} rel="next">
                Plus anciens
              </a>
            ) : (
              <span class="eteint">Plus anciens</span>
            )}
          </p>
        </nav>
        <p>
          <Exporter href={withQuery(ici, { format: 'csv' })} />
        </p>
      </div>
    </Page>
  )
}

const repereDe = (texte: string | undefined): Repere | undefined => {
  const cle = decodeCursor(texte, 2)
  const [instant, id] = cle ?? []
  const geste = typeof id === 'string' ? (asId<'Geste'>(id) as Id<'Geste'> | undefined) : undefined
  // Date n'existe qu'entre ces bornes ; la base refuserait une année à cinq chiffres mal écrite.
  return typeof instant === 'number' && Number.isInteger(instant) && Math.abs(instant) < 4e12 && geste
    ? { faitLe: new Date(instant), id: geste as GesteId }
    : undefined
}

const toutLire = async (tx: TenantTx, module: string | undefined): Promise<GesteConsigne[]> => {
  const lus: GesteConsigne[] = []
  let avant: Repere | undefined
  while (lus.length < exportMax) {
    const lot = await lireJournal(tx, {
      limite: 200,
      ...(module === undefined ? {} : { module }),
      ...(avant ? { avant } : {}),
    })
    lus.push(...lot)
    const dernier = lot.at(-1)
    if (lot.length < 200 || !dernier) break
    avant = { faitLe: dernier.faitLe, id: dernier.id }
  }
  return lus
}

export const journalPage = ({ nommeurs = {} }: Pick<Prises, 'nommeurs'>) =>
  new Hono<Env>().get(journalUrl(), exigerDroit('journal.lire'), (c) =>
    dansOrganisme(c, async (tx) => {
      const voulu = c.req.query('module') ?? ''
      const module = Object.hasOwn(modules, voulu) ? voulu : undefined
      const zone = asZone((await lireOrganisme(tx)).zone) ?? ZONE_PAR_DEFAUT
      if (c.req.query('format') === 'csv') {
        const gestes = await toutLire(tx, module)
        const lignes = enLignes(gestes, zone, await nommer(tx, gestes, nommeurs))
        return repondreCsv(
          c,
          'journal',
          enCsv(
            ['Quand', 'Par', 'Partie', 'Geste'],
            lignes.map((l) => [l.quand, l.qui, l.module, l.phrase]),
          ),
        )
      }
      const avant = repereDe(c.req.query('apres'))
      const lus = await lireJournal(tx, {
        limite: taille + 1,
        ...(module === undefined ? {} : { module }),
        ...(avant ? { avant } : {}),
      })
      const gestes = lus.slice(0, taille)
      const dernier = gestes.at(-1)
      return c.html(
        <Vue
          lignes={enLignes(gestes, zone, await nommer(tx, gestes, nommeurs))}
          module={module}
          debut={!avant}
          suivante={
            lus.length > taille && dernier ? encodeCursor([dernier.faitLe.getTime(), dernier.id]) : undefined
          }
        />,
      )
    }),
  )

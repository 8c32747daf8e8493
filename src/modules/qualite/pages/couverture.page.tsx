import { Hono } from 'hono'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Empty, Exporter, FilterField, Filters, Jauge, Page, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Axe, axes, couvrir } from '../db/mesures.queries.ts'
import { nommerAxe } from '../db/noms.queries.ts'
import { controleDe } from '../domain/controles/index.ts'
import { codesDuCadre, lireRegard } from '../lecture/lire-score.ts'
import { couvertureCsvUrl, couvertureUrl } from '../liens.ts'
import { lireParam, racine } from './commun.ts'

const motsAxe: Readonly<Record<Axe, string>> = {
  intervenant: 'Intervenant',
  enseigne: 'Enseigne',
  lieu: 'Lieu',
  categorie: 'Catégorie',
  'sous-traitant': 'Sous-traitant',
}
const sansCle: Readonly<Record<Axe, string>> = {
  intervenant: 'personne d’affecté',
  enseigne: 'sans enseigne',
  lieu: 'hors de nos lieux',
  categorie: 'sans catégorie',
  'sous-traitant': 'animé par la coopérative',
}
const motsNature: Readonly<Record<string, string>> = {
  formation: 'actions de formation',
  bilan: 'bilans de compétences',
  vae: 'validation des acquis',
  apprentissage: 'apprentissage',
}

type Rangee = {
  readonly nom: string
  readonly tenus: number
  readonly total: number
  /** Rien ne s’en est tenu ici. */
  readonly ailleurs: boolean
  readonly parIndicateur: ReadonlyMap<number, readonly [number, number]>
}
type Lue = { readonly indicateurs: readonly number[]; readonly rangees: readonly Rangee[] }

const lire = async (tx: TenantTx, maintenant: Date, axe: Axe): Promise<Lue> => {
  const regard = await lireRegard(tx, maintenant)
  const faits = await couvrir(tx, regard, codesDuCadre(regard.cadre), axe)
  const noms = await nommerAxe(
    tx,
    axe,
    [...new Set(faits.flatMap((f) => f.cle ?? []))].filter((x) => axe !== 'categorie' && x !== ''),
  )
  const parCle = new Map<string | null, Map<number, [number, number]>>()
  for (const f of faits) {
    const n = controleDe(f.code)?.indicateur
    if (n === undefined) continue
    const r = parCle.get(f.cle) ?? new Map<number, [number, number]>()
    const [tenus, total] = r.get(n) ?? [0, 0]
    r.set(n, [tenus + f.tenus, total + f.total])
    parCle.set(f.cle, r)
  }
  const rangees = [...parCle].map(([cle, parIndicateur]) => {
    const sommes = [...parIndicateur.values()]
    return {
      nom: cle === null ? sansCle[axe] : (noms.get(cle) ?? motsNature[cle] ?? cle),
      tenus: sommes.reduce((s, [t]) => s + t, 0),
      total: sommes.reduce((s, [, t]) => s + t, 0),
      ailleurs: faits.every((f) => f.cle !== cle || f.ailleurs),
      parIndicateur,
    }
  })
  return {
    indicateurs: [...new Set(rangees.flatMap((r) => [...r.parIndicateur.keys()]))].sort((a, b) => a - b),
    rangees: rangees.toSorted(
      (a, b) =>
        Number(a.ailleurs) - Number(b.ailleurs) ||
        a.tenus / a.total - b.tenus / b.total ||
        a.nom.localeCompare(b.nom, 'fr'),
    ),
  }
}

const part = (tenus: number, total: number) => `${Math.floor((100 * tenus) / total)}\u00a0%`

const Vue = ({ axe, lue }: { axe: Axe; lue: Lue }) => (
  <Page
    title="La couverture"
    path={racine}
    lede="Les faits tenus sur les faits attendus, dossier par dossier : ce qu’un auditeur trouverait selon qui il tire. Le plus troué d’abord."
  >
    <Filters label="Couverture par" action={couvertureUrl()}>
      <FilterField
        name="par"
        label="Par"
        value={axe}
        options={axes.map((value) => ({ value, label: motsAxe[value].toLowerCase() }))}
      />
    </Filters>
    {lue.rangees.length === 0 ? (
      <Empty titre="Aucune session à regarder">
        La couverture se lit dès qu’une session du cadre a commencé.
      </Empty>
    ) : (
      <>
        <Table
          legende={`Faits tenus, par ${motsAxe[axe].toLowerCase()}`}
          lignes={lue.rangees}
          colonnes={[
            {
              titre: motsAxe[axe],
              entete: true,
              cell: (r) => (
                <>
                  {r.nom}
                  {r.ailleurs ? <small>tenu dans un autre outil, où ses preuves sont restées</small> : null}
                </>
              ),
            },
            {
              titre: 'Tenus',
              cell: (r) => (
                <>
                  <Jauge valeur={r.tenus} sur={r.total} /> {part(r.tenus, r.total)}
                </>
              ),
            },
            { titre: 'Faits', nombre: true, cell: (r) => r.total },
            {
              titre: 'Où il manque',
              cell: (r) =>
                [...r.parIndicateur]
                  .filter(([, [t, n]]) => t < n)
                  .sort(([a], [b]) => a - b)
                  .map(([n, [t, total]]) => `${n} (${t} sur ${total})`)
                  .join(', ') || 'rien ne manque',
            },
          ]}
        />
        <p>
          <Exporter href={withQuery(couvertureCsvUrl(), { par: axe })} />
        </p>
      </>
    )}
  </Page>
)

const axeDe = (brut: string): Axe => axes.find((a) => a === brut) ?? 'intervenant'

export const couverturePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(couvertureUrl(), exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const axe = axeDe(lireParam(c, 'par'))
        return c.html(<Vue axe={axe} lue={await lire(tx, clock.now(), axe)} />)
      }),
    )
    .get(couvertureCsvUrl(), exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const axe = axeDe(lireParam(c, 'par'))
        const lue = await lire(tx, clock.now(), axe)
        return repondreCsv(
          c,
          `couverture-${axe}`,
          enCsv(
            [axe, 'indicateur', 'tenus', 'attendus'],
            lue.rangees.flatMap((r) => [...r.parIndicateur].map(([n, [t, total]]) => [r.nom, n, t, total])),
          ),
        )
      }),
    )
